package org.murmurstream.model.frames;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.murmurstream.core.EarException;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Cutting;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Scores whole recordings frame by frame, by one network or by several: crops of the encoder's
 * length, each half over the one before, the last one ending with the recording. Where crops
 * overlap their outputs are averaged; the recording's probabilities are the mean over its crops. A
 * recording shorter than a crop is filled with the mean, and what was filled is not reported.
 * Belongs to one thread.
 *
 * <p>The outputs depend on the recording alone, to the last bit, whatever else is scored in the
 * same call: on a CPU crops of different recordings never share a pass through a network; on a GPU
 * they do, and every pass has {@value #GPU_ROWS} rows, those too many being filled with zeros.
 */
public final class FrameScorer implements AutoCloseable {

  /** Crops in a pass on a CPU at most, which bounds what a long recording takes: 80 seconds. */
  private static final int CPU_ROWS = 32;

  /**
   * Some seven recordings of 20 seconds: enough that a GPU does not wait for the next operation.
   */
  private static final int GPU_ROWS = 64;

  private final boolean together;
  private final NDManager manager;
  private final List<Part> parts;
  private final Staging staging = new Staging();

  /** Whether the weights are its own to free. */
  private final boolean owns;

  /** A network and its weights on the device. */
  private record Part(FrameNetworkConfig config, Parameters parameters, FrameNetwork network) {

    int length() {
      return config.encoder().frames();
    }

    int width() {
      return config.encoder().embeddingWidth();
    }

    int size() {
      return CropSum.size(length(), width());
    }
  }

  /** Where a crop comes from. */
  private record Crop(int recording, int start) {}

  private FrameScorer(Device device, List<Part> parts, boolean together, boolean owns) {
    this.together = together;
    this.manager = NDManager.newBaseManager(device);
    this.parts = List.copyOf(parts);
    this.owns = owns;
  }

  /** Copies the weights of one network to the device. */
  public FrameScorer(FrameNetworkConfig config, Map<String, Tensor> weights, Device device) {
    this(device, List.of(part(config, weights, device)), device.isGpu(), true);
  }

  /**
   * Copies the weights of several networks to the device, which are given every crop together.
   *
   * @param configs one for each network
   * @param weights likewise
   */
  public static FrameScorer of(
      List<FrameNetworkConfig> configs, List<Map<String, Tensor>> weights, Device device) {
    return of(configs, weights, device, device.isGpu());
  }

  /**
   * @param together whether crops of different recordings share passes, which have equal shapes
   *     then
   */
  static FrameScorer of(
      List<FrameNetworkConfig> configs,
      List<Map<String, Tensor>> weights,
      Device device,
      boolean together) {
    var parts = new ArrayList<Part>();
    try {
      for (int i = 0; i < configs.size(); i++) {
        parts.add(part(configs.get(i), weights.get(i), device));
      }
      return new FrameScorer(device, parts, together, true);
    } catch (RuntimeException e) {
      parts.forEach(part -> part.parameters().close());
      throw e;
    }
  }

  /** Starts PyTorch if need be and copies the weights to the device of the options. */
  public static FrameScorer open(
      FrameNetworkConfig config, Map<String, Tensor> weights, TorchOptions options) {
    return new FrameScorer(config, weights, Torch.start(options));
  }

  /**
   * Another one by the same weights, for another thread, to be closed before this one.
   *
   * @return empty on a GPU, which does one thing after the other
   */
  public Optional<FrameScorer> another() {
    if (manager.getDevice().isGpu()) {
      return Optional.empty();
    }
    List<Part> same =
        parts.stream()
            .map(
                part ->
                    new Part(
                        part.config(),
                        part.parameters(),
                        new FrameNetwork(part.config(), part.parameters())))
            .toList();
    return Optional.of(new FrameScorer(manager.getDevice(), same, together, false));
  }

  private static Part part(FrameNetworkConfig config, Map<String, Tensor> weights, Device device) {
    var parameters = new Parameters(weights, device, DataType.FLOAT32);
    return new Part(config, parameters, new FrameNetwork(config, parameters));
  }

  /**
   * What a network makes of a recording.
   *
   * @param outputs of every frame and of the recording
   * @param embedding mean over crops of the mean of the encoder's columns, as long as a column
   */
  @SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
  public record Scored(FrameOutputs outputs, float[] embedding) {}

  /**
   * Scores one recording by the only, or the first network.
   *
   * @throws EarException if a network gives values that are not finite
   */
  public FrameOutputs outputs(Spectrogram spectrogram) {
    return score(List.of(spectrogram), () -> {}).get(0).get(0).outputs();
  }

  /**
   * Scores recordings, and embeds them.
   *
   * @param between is run before every pass through a network, and may have other recordings scored
   * @return for each recording what each network makes of it, in order
   * @throws EarException if a network gives values that are not finite
   */
  public List<List<Scored>> score(List<Spectrogram> recordings, Runnable between) {
    List<List<CropSum>> sums =
        recordings.stream().map(recording -> sums(recording.frames())).toList();
    for (int length : parts.stream().mapToInt(Part::length).distinct().toArray()) {
      List<Integer> listening =
          IntStream.range(0, parts.size())
              .filter(i -> parts.get(i).length() == length)
              .boxed()
              .toList();
      for (List<Crop> pass : passes(recordings, length)) {
        add(pass, said(cut(recordings, pass, length), listening, between), listening, sums);
      }
    }
    return sums.stream().map(all -> all.stream().map(CropSum::mean).toList()).toList();
  }

  private List<CropSum> sums(int frames) {
    return parts.stream().map(part -> new CropSum(frames, part.length(), part.width())).toList();
  }

  /** Which crops go through the networks together. */
  private List<List<Crop>> passes(List<Spectrogram> recordings, int length) {
    var passes = new ArrayList<List<Crop>>();
    var crops = new ArrayList<Crop>();
    for (int i = 0; i < recordings.size(); i++) {
      for (int start : Cutting.halfOverlapping(recordings.get(i).frames(), length)) {
        crops.add(new Crop(i, start));
      }
      if (!together) {
        split(crops, CPU_ROWS, passes);
        crops.clear();
      }
    }
    split(crops, GPU_ROWS, passes);
    return passes;
  }

  private static void split(List<Crop> crops, int most, List<List<Crop>> passes) {
    for (int first = 0; first < crops.size(); first += most) {
      passes.add(List.copyOf(crops.subList(first, Math.min(crops.size(), first + most))));
    }
  }

  /** The rows of a pass. */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  private record Rows(Shape shape, float[] values) {}

  private Rows cut(List<Spectrogram> recordings, List<Crop> crops, int length) {
    int rows = together ? GPU_ROWS : crops.size();
    int bands = recordings.get(crops.get(0).recording()).bands();
    var values = new float[rows * bands * length];
    int to = 0;
    for (Crop crop : crops) {
      recordings.get(crop.recording()).copy(crop.start(), length, values, to);
      to += bands * length;
    }
    return new Rows(new Shape(rows, bands, length), values);
  }

  /** What networks say of each row, one behind the other: all of it comes back in one copy. */
  private float[] said(Rows rows, List<Integer> listening, Runnable between) {
    try (var scope = new NDScope()) {
      // A copy, for what gets in between may put values of its own before an operation.
      NDArray input = staging.put(manager, rows.shape(), rows.values()).duplicate();
      var said = new NDList();
      for (int i : listening) {
        between.run();
        said.addAll(flat(parts.get(i).network().forward(input), rows.shape().get(0)));
      }
      return NDArrays.concat(said, 1).toFloatArray();
    }
  }

  private void add(
      List<Crop> crops, float[] said, List<Integer> listening, List<List<CropSum>> sums) {
    int from = 0;
    for (Crop crop : crops) {
      for (int i : listening) {
        sums.get(crop.recording()).get(i).add(crop.start(), said, from);
        from += parts.get(i).size();
      }
    }
  }

  private static NDList flat(FrameHead.Output output, long rows) {
    return new NDList(
        output.states().softmax(2).reshape(rows, -1),
        Activation.sigmoid(output.annotatable()),
        output.murmur(),
        output.recording().softmax(1),
        output.mean());
  }

  @Override
  public void close() {
    if (owns) {
      parts.forEach(part -> part.parameters().close());
    }
    manager.close();
  }
}
