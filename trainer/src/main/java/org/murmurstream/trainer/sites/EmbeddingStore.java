package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.run.TensorCache;

/**
 * Embeddings of windows on disk, by digest of encoder, windows and audio, so that each recording is
 * embedded once. Belongs to one thread; several processes may share a folder.
 */
public final class EmbeddingStore {

  private static final String WINDOWS = "windows";

  private final TensorCache cache;
  private final int width;
  private final Function<Pcm, List<float[]>> encoder;

  /**
   * @param folder made if missing
   * @param windows what is embedded of a recording, as JSON has it
   * @param encoder embeds the windows of a recording
   */
  public EmbeddingStore(
      Path folder, Encoder backbone, Object windows, Function<Pcm, List<float[]>> encoder)
      throws IOException {
    String digest = backbone.digest();
    this.width = backbone.config().embeddingWidth();
    this.encoder = encoder;
    this.cache =
        new TensorCache(
            folder.resolve(digest.substring(0, 12)),
            WINDOWS,
            List.of(digest, windows),
            tensors ->
                tensors.containsKey(WINDOWS)
                    && tensors
                        .get(WINDOWS)
                        .hasShape(tensors.get(WINDOWS).data().length / width, width));
  }

  /**
   * The embeddings of a recording's windows, from disk if they have been computed before.
   *
   * @throws org.murmurstream.core.UserException if what is on disk is damaged
   */
  public List<float[]> windows(Pcm recording) throws IOException {
    return rows(
        cache.of(recording, pcm -> Map.of(WINDOWS, matrix(encoder.apply(pcm)))).get(WINDOWS));
  }

  private Tensor matrix(List<float[]> rows) {
    var values = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * width, width);
    }
    return new Tensor(new long[] {rows.size(), width}, values);
  }

  private List<float[]> rows(Tensor tensor) {
    var rows = new ArrayList<float[]>();
    for (int from = 0; from < tensor.data().length; from += width) {
      rows.add(Arrays.copyOfRange(tensor.data(), from, from + width));
    }
    return rows;
  }
}
