package org.murmurstream.model.frames;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.EarException;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.Cutting;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Scores whole recordings frame by frame: crops of the encoder's length, each half over the one
 * before, the last one ending with the recording. Where crops overlap their outputs are averaged;
 * the recording's probabilities are the mean over its crops. A recording shorter than a crop is
 * filled with the mean, and what was filled is not reported. Belongs to one thread.
 *
 * <p>The outputs depend on the recording alone, to the last bit: crops of different recordings
 * never share a pass through the network.
 */
public final class FrameScorer implements AutoCloseable {

  /** What rounds to 0 in float32 still has a logarithm. */
  private static final double LEAST_PROBABILITY = 1e-7;

  /** Crops in a pass at most, which bounds the memory a long recording takes: 80 seconds. */
  private static final int PASS_CROPS = 32;

  private final EncoderConfig encoder;
  private final NDManager manager;
  private final Parameters parameters;
  private final FrameNetwork network;
  private final Staging staging = new Staging();

  /** Copies the weights to the device. */
  public FrameScorer(FrameNetworkConfig config, Map<String, Tensor> weights, Device device) {
    this.encoder = config.encoder();
    this.manager = NDManager.newBaseManager(device);
    this.parameters = new Parameters(weights, device, DataType.FLOAT32);
    this.network = new FrameNetwork(config, parameters);
  }

  /** Starts PyTorch if need be and copies the weights to the device of the options. */
  public static FrameScorer open(
      FrameNetworkConfig config, Map<String, Tensor> weights, TorchOptions options) {
    return new FrameScorer(config, weights, Torch.start(options));
  }

  /**
   * What the network makes of a recording.
   *
   * @param outputs of every frame and of the recording
   * @param embedding mean over crops of the mean of the encoder's columns, as long as a column
   */
  @SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
  public record Scored(FrameOutputs outputs, float[] embedding) {}

  /**
   * Scores one recording.
   *
   * @throws EarException if the network gives values that are not finite
   */
  public FrameOutputs outputs(Spectrogram spectrogram) {
    return score(spectrogram).outputs();
  }

  /**
   * Scores one recording, and embeds it.
   *
   * @throws EarException if the network gives values that are not finite
   */
  public Scored score(Spectrogram spectrogram) {
    return score(spectrogram, () -> {});
  }

  /**
   * Likewise, and lets others get in between.
   *
   * @param between is run before every pass through the network, and may have other recordings
   *     scored
   * @throws EarException if the network gives values that are not finite
   */
  public Scored score(Spectrogram spectrogram, Runnable between) {
    List<Integer> starts = Cutting.halfOverlapping(spectrogram.frames(), encoder.frames());
    var sum = new Sum(spectrogram.frames(), encoder.embeddingWidth());
    for (int first = 0; first < starts.size(); first += PASS_CROPS) {
      between.run();
      add(spectrogram, starts.subList(first, Math.min(starts.size(), first + PASS_CROPS)), sum);
    }
    return sum.mean(starts.size());
  }

  private void add(Spectrogram spectrogram, List<Integer> starts, Sum sum) {
    int length = encoder.frames();
    int size = encoder.bands() * length;
    var crops = new float[starts.size() * size];
    for (int i = 0; i < starts.size(); i++) {
      spectrogram.copy(starts.get(i), length, crops, i * size);
    }
    try (var scope = new NDScope()) {
      NDArray input =
          staging.put(manager, new Shape(starts.size(), encoder.bands(), length), crops);
      FrameHead.Output output = network.forward(input);
      float[] states = output.states().softmax(2).toFloatArray();
      float[] annotatable = Activation.sigmoid(output.annotatable()).toFloatArray();
      float[] murmur = output.murmur().toFloatArray();
      float[] recording = output.recording().softmax(1).toFloatArray();
      float[] mean = output.mean().toFloatArray();
      for (int i = 0; i < starts.size(); i++) {
        sum.add(i, starts.get(i), length, states, annotatable, murmur, recording, mean);
      }
    }
  }

  @Override
  public void close() {
    parameters.close();
    manager.close();
  }

  /** Outputs of overlapping crops, added up. */
  private static final class Sum {

    private final int frames;
    private final int[] crops;
    private final float[] states;
    private final float[] annotatable;
    private final float[] murmur;
    private final double[] recording;
    private final double[] embedding;

    Sum(int frames, int width) {
      this.frames = frames;
      this.crops = new int[frames];
      this.states = new float[frames * FrameHead.STATES];
      this.annotatable = new float[frames];
      this.murmur = new float[frames];
      this.recording = new double[FrameHead.CLASSES];
      this.embedding = new double[width];
    }

    void add(
        int crop,
        int start,
        int length,
        float[] cropStates,
        float[] cropAnnotatable,
        float[] cropMurmur,
        float[] cropRecording,
        float[] cropEmbedding) {
      for (int i = 0; i < Math.min(length, frames - start); i++) {
        int from = crop * length + i;
        int to = start + i;
        crops[to]++;
        for (int state = 0; state < FrameHead.STATES; state++) {
          states[to * FrameHead.STATES + state] += cropStates[from * FrameHead.STATES + state];
        }
        annotatable[to] += cropAnnotatable[from];
        murmur[to] += cropMurmur[from];
      }
      for (int c = 0; c < recording.length; c++) {
        recording[c] += cropRecording[crop * recording.length + c];
      }
      for (int i = 0; i < embedding.length; i++) {
        embedding[i] += cropEmbedding[crop * embedding.length + i];
      }
    }

    Scored mean(int count) {
      for (int i = 0; i < frames; i++) {
        for (int state = 0; state < FrameHead.STATES; state++) {
          states[i * FrameHead.STATES + state] /= crops[i];
        }
        annotatable[i] /= crops[i];
        murmur[i] /= crops[i];
      }
      var logs = new float[recording.length];
      for (int c = 0; c < logs.length; c++) {
        logs[c] = (float) Math.log(Math.max(recording[c] / count, LEAST_PROBABILITY));
        if (Double.isNaN(recording[c])) {
          throw new EarException("the frame head gave values that are not finite");
        }
      }
      var mean = new float[embedding.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (embedding[i] / count);
      }
      return new Scored(new FrameOutputs(frames, states, annotatable, murmur, logs), mean);
    }
  }
}
