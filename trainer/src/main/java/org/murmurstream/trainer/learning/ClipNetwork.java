package org.murmurstream.trainer.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Cutting;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.EncoderNetwork;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;

/**
 * Clip embeddings as a function of an encoder's parameters, for training: what {@link
 * EncoderRunner#windows} gives, with gradients. Belongs to one thread.
 */
final class ClipNetwork {

  private static final int COLUMNS = 1;

  private final EncoderConfig config;
  private final EncoderNetwork network;

  /** A buffer for each chunk, all of which are in use until the step ends. */
  private final List<Staging> buffers = new ArrayList<>();

  /**
   * @param parameters the tensors of {@link EncoderConfig#shapes}, others may be among them
   */
  ClipNetwork(EncoderConfig config, Parameters parameters) {
    this.config = config;
    this.network = config.network(parameters);
  }

  /**
   * The means of windows' columns, over all their chunks.
   *
   * @param manager gets the results; to be closed before the next call
   * @param windows normalised, all of the same size
   * @return {@code [windows, embeddingWidth]}
   */
  NDArray clips(NDManager manager, List<Spectrogram> windows) {
    var columns = new NDList();
    for (Cutting.Chunk chunk : Cutting.chunks(config, windows.get(0).frames())) {
      if (buffers.size() == chunk.index()) {
        buffers.add(new Staging());
      }
      Shape shape = new Shape(windows.size(), config.bands(), chunk.frames());
      NDArray input = buffers.get(chunk.index()).put(manager, shape, chunk.cut(windows));
      columns.add(network.columns(input));
    }
    NDArray all = columns.size() == 1 ? columns.get(0) : NDArrays.concat(columns, COLUMNS);
    return all.mean(new int[] {COLUMNS});
  }
}
