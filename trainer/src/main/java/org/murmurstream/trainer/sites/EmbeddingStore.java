package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.frames.PcmDigest;

/**
 * Embeddings of windows on disk, by digest of encoder, windows and audio, so that each recording is
 * embedded once. Belongs to one thread; several processes may share a folder.
 */
public final class EmbeddingStore {

  private static final String TENSOR = "windows";

  private final Path folder;
  private final String how;
  private final int width;
  private final Function<Pcm, List<float[]>> encoder;

  /**
   * @param folder made if missing
   * @param windows what is embedded of a recording, in words
   * @param encoder embeds the windows of a recording
   */
  public EmbeddingStore(
      Path folder, Encoder backbone, String windows, Function<Pcm, List<float[]>> encoder)
      throws IOException {
    this.folder = Files.createDirectories(folder.resolve(backbone.digest().substring(0, 12)));
    this.how = backbone.digest() + " " + windows;
    this.width = backbone.config().embeddingWidth();
    this.encoder = encoder;
  }

  /**
   * The embeddings of a recording's windows, from disk if they have been computed before.
   *
   * @throws UserException if what is on disk is damaged
   */
  public List<float[]> windows(Pcm recording) throws IOException {
    Path file = folder.resolve(PcmDigest.of(how, recording) + ".safetensors");
    if (!Files.exists(file)) {
      List<float[]> windows = encoder.apply(recording);
      Safetensors.replace(file, Map.of(TENSOR, matrix(windows)));
      return windows;
    }
    Tensor tensor = Safetensors.read(file).get(TENSOR);
    if (tensor == null || !tensor.hasShape(tensor.data().length / width, width)) {
      throw new UserException(
          file + " holds no embeddings of this encoder; remove it to have it made anew");
    }
    return rows(tensor);
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
