package org.murmurstream.model.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Finite;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;

/**
 * Embeds recordings: an {@link Encoder} on one device.
 *
 * <p>A recording is cut into chunks of {@link EncoderConfig#frames} frames, the last one padded to
 * whole columns with the mean. Chunks are encoded apart, each with its own class token and with
 * positions from 0, and their columns joined. Padded columns count like any other. So is a window
 * of a recording.
 *
 * <p>An embedding depends on nothing but its recording: it is the same to the last bit whatever
 * other recordings are embedded in the same call. For that, every pass of whole recordings through
 * the network has the same number of rows, 1 on a CPU and {@value #GPU_ROWS} on a GPU, short
 * batches being filled with zeros, and the windows of one recording pass through it together. A
 * runner belongs to one thread.
 */
public final class EncoderRunner implements AutoCloseable {

  private static final int GPU_ROWS = 16;

  /** Bounds the memory that a long recording takes. */
  private static final int MAX_WINDOWS = 32;

  private final Encoder encoder;
  private final EncoderConfig config;
  private final DataType type;
  private final int rows;
  private final NDManager manager;
  private final FrontEnd frontEnd;
  private final Parameters parameters;
  private final EncoderNetwork network;
  private final Staging staging = new Staging();

  /** Whether the weights are its own to free. */
  private final boolean owns;

  /** Copies the weights to the device, to calculate in single precision. */
  public EncoderRunner(Encoder encoder, Device device) {
    this(encoder, device, DataType.FLOAT32);
  }

  /**
   * @param type {@link DataType#FLOAT32}, or on a GPU {@link DataType#FLOAT16}
   */
  EncoderRunner(Encoder encoder, Device device, DataType type) {
    this.encoder = encoder;
    this.config = encoder.config();
    this.type = type;
    this.rows = device.isGpu() ? GPU_ROWS : 1;
    this.manager = NDManager.newBaseManager(device);
    this.frontEnd = new FrontEnd(encoder.frontEnd(), device);
    this.parameters = new Parameters(encoder.weights(), device, type);
    this.network = config.network(parameters);
    this.owns = true;
  }

  private EncoderRunner(EncoderRunner first) {
    this.encoder = first.encoder;
    this.config = first.config;
    this.type = first.type;
    this.rows = first.rows;
    this.manager = NDManager.newBaseManager(first.manager.getDevice());
    this.frontEnd = new FrontEnd(encoder.frontEnd(), first.manager.getDevice());
    this.parameters = first.parameters;
    this.network = config.network(parameters);
    this.owns = false;
  }

  /**
   * Copies the weights to a device, to calculate at a precision.
   *
   * @throws UserException if half precision is demanded of a device that is no GPU
   */
  public static EncoderRunner open(Encoder encoder, Device device, Precision precision) {
    return new EncoderRunner(encoder, device, precision.type(device));
  }

  /**
   * Starts PyTorch if need be and copies the weights to the device of the options, to calculate in
   * single precision.
   *
   * @throws UserException if the options demand a device there is none of
   */
  public static EncoderRunner open(Encoder encoder, TorchOptions options) {
    return new EncoderRunner(encoder, Torch.start(options));
  }

  /**
   * Another one by the same weights, for another thread, to be closed before this one.
   *
   * @return empty on a GPU, which does one thing after the other
   */
  public Optional<EncoderRunner> another() {
    return manager.getDevice().isGpu() ? Optional.empty() : Optional.of(new EncoderRunner(this));
  }

  /** Chunks in a pass through the network: 1 on a CPU. */
  public int rows() {
    return rows;
  }

  public Encoder encoder() {
    return encoder;
  }

  /**
   * Embeds recordings of any sample rate from 1 to 192 kHz.
   *
   * @return one embedding for each recording, in order
   * @throws UserException if a recording is too short to have a column or longer than an hour
   * @throws EarException if the encoder gives values that are not finite
   */
  public List<Embedding> embed(List<Pcm> recordings) {
    return embed(recordings, () -> {});
  }

  /**
   * Likewise, and lets others get in between.
   *
   * @param between is run before every pass through the network, and may have other recordings
   *     embedded
   * @throws UserException if a recording is too short to have a column or longer than an hour
   * @throws EarException if the encoder gives values that are not finite
   */
  public List<Embedding> embed(List<Pcm> recordings, Runnable between) {
    var embeddings = new ArrayList<EmbeddingBuilder>();
    var waiting = new TreeMap<Integer, List<Row>>();
    for (Pcm recording : recordings) {
      Spectrogram spectrogram = frontEnd.spectrogram(recording);
      List<Cutting.Chunk> chunks = Cutting.chunks(config, spectrogram.frames());
      var embedding = new EmbeddingBuilder(config, chunks);
      embeddings.add(embedding);
      for (Cutting.Chunk chunk : chunks) {
        List<Row> batch = waiting.computeIfAbsent(chunk.columns(), c -> new ArrayList<>());
        batch.add(new Row(embedding, chunk, chunk.cut(List.of(spectrogram))));
        if (batch.size() == rows) {
          between.run();
          encode(batch);
          batch.clear();
        }
      }
    }
    waiting.values().stream().filter(batch -> !batch.isEmpty()).forEach(this::encode);
    return embeddings.stream().map(EmbeddingBuilder::build).toList();
  }

  /**
   * Embeds the windows of one recording. They are cut from the spectrogram of the whole recording;
   * what lies beyond its end is filled with the mean.
   *
   * @param spectrogram of the whole recording
   * @return a clip embedding for each window, {@link EncoderConfig#embeddingWidth} values each
   * @throws EarException if the encoder gives values that are not finite
   */
  public List<float[]> windows(Spectrogram spectrogram, WindowPlan plan) {
    List<Spectrogram> windows =
        plan.starts(encoder.frontEnd(), spectrogram.frames()).stream()
            .map(start -> plan.cut(encoder.frontEnd(), spectrogram, start))
            .toList();
    var clips = new ArrayList<float[]>();
    for (int first = 0; first < windows.size(); first += MAX_WINDOWS) {
      clips.addAll(clips(windows.subList(first, Math.min(first + MAX_WINDOWS, windows.size()))));
    }
    return clips;
  }

  /** Frees the weights. */
  @Override
  public void close() {
    if (owns) {
      parameters.close();
    }
    frontEnd.close();
    manager.close();
  }

  private List<float[]> clips(List<Spectrogram> windows) {
    List<Cutting.Chunk> chunks = Cutting.chunks(config, windows.get(0).frames());
    List<EmbeddingBuilder> embeddings =
        windows.stream().map(window -> new EmbeddingBuilder(config, chunks)).toList();
    for (Cutting.Chunk chunk : chunks) {
      Encoded encoded = encode(windows.size(), chunk.frames(), chunk.cut(windows));
      for (int row = 0; row < windows.size(); row++) {
        encoded.give(row, chunk, embeddings.get(row));
      }
    }
    return embeddings.stream().map(embedding -> embedding.build().clip()).toList();
  }

  /** Encodes chunks of equal length, at most {@link #rows}. */
  private void encode(List<Row> batch) {
    int frames = batch.get(0).chunk().frames();
    int size = config.bands() * frames;
    var values = new float[rows * size];
    for (int row = 0; row < batch.size(); row++) {
      System.arraycopy(batch.get(row).values(), 0, values, row * size, size);
    }
    Encoded encoded = encode(rows, frames, values);
    for (int row = 0; row < batch.size(); row++) {
      encoded.give(row, batch.get(row).chunk(), batch.get(row).embedding());
    }
  }

  private Encoded encode(int count, int frames, float[] values) {
    try (var scope = new NDScope()) {
      Shape shape = new Shape(count, config.bands(), frames);
      NDArray input = staging.put(manager, shape, values).toType(type, false);
      EncoderNetwork.Output output = network.output(input);
      return new Encoded(
          count,
          finite(output.columns()),
          output.classToken().map(EncoderRunner::finite).orElseGet(() -> new float[0]));
    }
  }

  private static float[] finite(NDArray array) {
    float[] values = array.toType(DataType.FLOAT32, false).toFloatArray();
    if (!Finite.all(values)) {
      throw new EarException("the encoder gave values that are not finite");
    }
    return values;
  }

  /** A chunk that waits for others of its length. */
  @SuppressWarnings("ArrayRecordComponent") // a bundle of references, never compared
  private record Row(EmbeddingBuilder embedding, Cutting.Chunk chunk, float[] values) {}

  /** What the network made of {@code rows} chunks of equal length. */
  @SuppressWarnings("ArrayRecordComponent") // a bundle of references, never compared
  private record Encoded(int rows, float[] columns, float[] classTokens) {

    void give(int row, Cutting.Chunk chunk, EmbeddingBuilder embedding) {
      int token = classTokens.length / rows;
      float[] classToken = Arrays.copyOfRange(classTokens, row * token, (row + 1) * token);
      embedding.add(chunk, columns, row * (columns.length / rows), classToken);
    }
  }
}
