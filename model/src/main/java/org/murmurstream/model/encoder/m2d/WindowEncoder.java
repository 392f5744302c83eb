package org.murmurstream.model.encoder.m2d;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.EarException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Embeds windows of recordings, for training on what an encoder hears. Windows are cut from the
 * spectrogram of the whole recording; what lies beyond its end is filled with the mean, as in
 * {@link M2dEncoder}. The windows of one recording pass through the network together, so that an
 * embedding depends on nothing but its recording. Belongs to one thread.
 */
public final class WindowEncoder implements AutoCloseable {

  /** Bounds the memory that a long recording takes. */
  private static final int MAX_ROWS = 32;

  private final FrontEndConfig frontEnd;
  private final EncoderConfig config;
  private final WindowPlan plan;
  private final NDManager manager;
  private final Parameters parameters;
  private final M2dNetwork network;
  private final Staging staging = new Staging();

  /**
   * Copies the weights to the device.
   *
   * @param frontEnd what makes the spectrograms
   * @param weights at least the tensors of {@link EncoderWeights#shapes}
   */
  public WindowEncoder(
      FrontEndConfig frontEnd,
      EncoderConfig config,
      WindowPlan plan,
      Map<String, Tensor> weights,
      Device device) {
    if (frontEnd.bands() != config.bands()) {
      throw new IllegalArgumentException(
          "the front end gives %d bands, the encoder takes %d"
              .formatted(frontEnd.bands(), config.bands()));
    }
    this.frontEnd = frontEnd;
    this.config = config;
    this.plan = plan;
    this.manager = NDManager.newBaseManager(device);
    this.parameters = new Parameters(weights, device, DataType.FLOAT32);
    this.network = new M2dNetwork(config, parameters);
  }

  /**
   * Embeds the windows of one recording.
   *
   * @param spectrogram of the whole recording
   * @return a clip embedding for each window, {@link EncoderConfig#embeddingWidth} values each
   * @throws EarException if the encoder gives values that are not finite
   */
  public List<float[]> embed(Spectrogram spectrogram) {
    int length = plan.frames(frontEnd);
    List<Spectrogram> windows =
        plan.starts(frontEnd, spectrogram.frames()).stream()
            .map(start -> plan.cut(frontEnd, spectrogram, start))
            .toList();
    var embeddings = new ArrayList<float[]>();
    for (int first = 0; first < windows.size(); first += MAX_ROWS) {
      embeddings.addAll(
          encode(windows.subList(first, Math.min(first + MAX_ROWS, windows.size())), length));
    }
    return embeddings;
  }

  /** Frees the weights. */
  @Override
  public void close() {
    parameters.close();
    manager.close();
  }

  private List<float[]> encode(List<Spectrogram> windows, int length) {
    List<ChunkPlan.Span> spans = ChunkPlan.of(config, length);
    List<EmbeddingBuilder> embeddings =
        windows.stream().map(window -> new EmbeddingBuilder(config, spans)).toList();
    for (ChunkPlan.Span span : spans) {
      int frames = span.columns() * config.patchFrames();
      float[] values = span.cut(windows, config.patchFrames());
      float[] tokens = tokens(new Shape(windows.size(), config.bands(), frames), values);
      for (int row = 0; row < windows.size(); row++) {
        embeddings.get(row).add(span, tokens, row * (tokens.length / windows.size()));
      }
    }
    return embeddings.stream().map(embedding -> embedding.build().clip()).toList();
  }

  private float[] tokens(Shape shape, float[] values) {
    try (var scope = new NDScope()) {
      NDArray input = staging.put(manager, shape, values);
      float[] tokens = network.encode(network.patches(input)).toFloatArray();
      for (float token : tokens) {
        if (!Float.isFinite(token)) {
          throw new EarException("the encoder gave values that are not finite");
        }
      }
      return tokens;
    }
  }
}
