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
import java.util.TreeMap;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Embeds recordings: front end and M2D encoder on one device.
 *
 * <p>A recording is cut into chunks of {@link EncoderConfig#frames} frames, the last one padded to
 * whole patches with the mean. Chunks are encoded apart, each with its own class token and with
 * positions from 0, and their columns joined. Padded columns count like any other.
 *
 * <p>An embedding depends on nothing but its recording: it is the same to the last bit whatever
 * other recordings are embedded in the same call. For that, every pass through the network has the
 * same number of rows, 1 on a CPU and {@value #GPU_ROWS} on a GPU, short batches being filled with
 * zeros. An encoder belongs to one thread.
 */
public final class M2dEncoder implements AutoCloseable {

  private static final int GPU_ROWS = 16;

  private final EncoderConfig config;
  private final DataType type;
  private final int rows;
  private final NDManager manager;
  private final FrontEnd frontEnd;
  private final Parameters parameters;
  private final M2dNetwork network;
  private final Staging staging = new Staging();

  /**
   * Copies the weights to the device.
   *
   * @param weights the encoder's tensors under the names of the official state dictionary, exactly
   *     those of {@link EncoderWeights#shapes}
   * @throws IllegalArgumentException if front end and encoder disagree on the number of bands, or
   *     {@link EncoderWeights#complaints} has any
   */
  public M2dEncoder(
      FrontEndConfig frontEnd, EncoderConfig config, Map<String, Tensor> weights, Device device) {
    this(frontEnd, config, weights, device, DataType.FLOAT32);
  }

  /**
   * Likewise, at another precision.
   *
   * @param type {@link DataType#FLOAT32}, or on a GPU {@link DataType#FLOAT16}
   */
  public M2dEncoder(
      FrontEndConfig frontEnd,
      EncoderConfig config,
      Map<String, Tensor> weights,
      Device device,
      DataType type) {
    if (frontEnd.bands() != config.bands()) {
      throw new IllegalArgumentException(
          "the front end gives %d bands, the encoder takes %d"
              .formatted(frontEnd.bands(), config.bands()));
    }
    List<String> complaints = EncoderWeights.complaints(config, weights);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", complaints));
    }
    this.config = config;
    this.type = type;
    this.rows = device.isGpu() ? GPU_ROWS : 1;
    this.manager = NDManager.newBaseManager(device);
    this.frontEnd = new FrontEnd(frontEnd, device);
    this.parameters = new Parameters(weights, device, type);
    this.network = new M2dNetwork(config, parameters);
  }

  public FrontEndConfig frontEnd() {
    return frontEnd.config();
  }

  public EncoderConfig config() {
    return config;
  }

  /**
   * Embeds recordings of any sample rate from 1 to 192 kHz.
   *
   * @return one embedding for each recording, in order
   * @throws org.murmurstream.core.UserException if a recording is too short to have a patch or
   *     longer than an hour
   * @throws EarException if the encoder gives values that are not finite
   */
  public List<Embedding> embed(List<Pcm> recordings) {
    var embeddings = new ArrayList<EmbeddingBuilder>();
    var waiting = new TreeMap<Integer, List<Chunk>>();
    for (Pcm recording : recordings) {
      Spectrogram spectrogram = frontEnd.spectrogram(recording);
      List<ChunkPlan.Span> spans = ChunkPlan.of(config, spectrogram.frames());
      var embedding = new EmbeddingBuilder(config, spans);
      embeddings.add(embedding);
      for (ChunkPlan.Span span : spans) {
        List<Chunk> batch = waiting.computeIfAbsent(span.columns(), c -> new ArrayList<>());
        batch.add(new Chunk(embedding, span, span.cut(spectrogram, config.patchFrames())));
        if (batch.size() == rows) {
          encode(batch);
          batch.clear();
        }
      }
    }
    waiting.values().stream().filter(batch -> !batch.isEmpty()).forEach(this::encode);
    return embeddings.stream().map(EmbeddingBuilder::build).toList();
  }

  /** Frees the weights. */
  @Override
  public void close() {
    parameters.close();
    frontEnd.close();
    manager.close();
  }

  /** Encodes chunks of equal length, at most {@link #rows}. */
  private void encode(List<Chunk> batch) {
    int columns = batch.get(0).span().columns();
    int frames = columns * config.patchFrames();
    int size = config.bands() * frames;
    var values = new float[rows * size];
    for (int row = 0; row < batch.size(); row++) {
      System.arraycopy(batch.get(row).values(), 0, values, row * size, size);
    }
    float[] tokens = tokens(new Shape(rows, config.bands(), frames), values);
    for (float token : tokens) {
      if (!Float.isFinite(token)) {
        throw new EarException("the encoder gave values that are not finite");
      }
    }
    for (int row = 0; row < batch.size(); row++) {
      Chunk chunk = batch.get(row);
      chunk.embedding().add(chunk.span(), tokens, row * (tokens.length / rows));
    }
  }

  private float[] tokens(Shape shape, float[] values) {
    try (var scope = new NDScope()) {
      NDArray input = staging.put(manager, shape, values).toType(type, false);
      NDArray tokens = network.encode(network.patches(input));
      return tokens.toType(DataType.FLOAT32, false).toFloatArray();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // a bundle of references, never compared
  private record Chunk(EmbeddingBuilder embedding, ChunkPlan.Span span, float[] values) {}
}
