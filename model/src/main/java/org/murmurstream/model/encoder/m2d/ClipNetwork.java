package org.murmurstream.model.encoder.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;

/**
 * Clip embeddings as a function of an encoder's parameters, for training: what {@link
 * WindowEncoder} gives, with gradients. Belongs to one thread.
 */
public final class ClipNetwork {

  private static final int COLUMNS = 1;

  private final EncoderConfig config;
  private final M2dNetwork network;

  /** A buffer for each chunk, all of which are in use until the step ends. */
  private final List<Staging> buffers = new ArrayList<>();

  /**
   * @param parameters the tensors of {@link EncoderWeights#shapes}, others may be among them
   */
  public ClipNetwork(EncoderConfig config, Parameters parameters) {
    this.config = config;
    this.network = new M2dNetwork(config, parameters);
  }

  /**
   * The means of windows' columns, over all their chunks.
   *
   * @param manager gets the results; to be closed before the next call
   * @param windows normalised, all of the same size
   * @return {@code [windows, embeddingWidth]}
   */
  public NDArray clips(NDManager manager, List<Spectrogram> windows) {
    var columns = new NDList();
    for (ChunkPlan.Span span : ChunkPlan.of(config, windows.get(0).frames())) {
      if (buffers.size() == span.index()) {
        buffers.add(new Staging());
      }
      int frames = span.columns() * config.patchFrames();
      NDArray input =
          buffers
              .get(span.index())
              .put(
                  manager,
                  new Shape(windows.size(), config.bands(), frames),
                  span.cut(windows, config.patchFrames()));
      columns.add(network.columns(network.encode(network.patches(input))));
    }
    NDArray all = columns.size() == 1 ? columns.get(0) : NDArrays.concat(columns, COLUMNS);
    return all.mean(new int[] {COLUMNS});
  }
}
