package org.murmurstream.model.frames;

import org.murmurstream.core.EarException;

/** What one network says of the overlapping crops of one recording, added up. */
final class CropSum {

  /** What rounds to 0 in float32 still has a logarithm. */
  private static final double LEAST_PROBABILITY = 1e-7;

  private final int frames;
  private final int length;
  private final int[] crops;
  private final float[] states;
  private final float[] annotatable;
  private final float[] murmur;
  private final double[] recording;
  private final double[] embedding;
  private int count;

  /**
   * @param frames of the recording
   * @param length frames of a crop
   * @param width of an embedding
   */
  CropSum(int frames, int length, int width) {
    this.frames = frames;
    this.length = length;
    this.crops = new int[frames];
    this.states = new float[frames * FrameHead.STATES];
    this.annotatable = new float[frames];
    this.murmur = new float[frames];
    this.recording = new double[FrameHead.CLASSES];
    this.embedding = new double[width];
  }

  /** Values of a crop: probabilities of states, of annotatable, logits of a murmur, and so on. */
  static int size(int length, int width) {
    return length * FrameHead.OUTPUTS + FrameHead.CLASSES + width;
  }

  /**
   * Adds a crop.
   *
   * @param start its first frame
   * @param values those of the crop from {@code from} on: {@code [length, STATES]} probabilities of
   *     states, {@code [length]} of annotatable, {@code [length]} logits of a murmur, {@code
   *     [CLASSES]} probabilities of the recording, and the embedding
   */
  void add(int start, float[] values, int from) {
    int toAnnotatable = from + length * FrameHead.STATES;
    int toMurmur = toAnnotatable + length;
    int toRecording = toMurmur + length;
    int toEmbedding = toRecording + recording.length;
    for (int i = 0; i < Math.min(length, frames - start); i++) {
      int to = start + i;
      crops[to]++;
      for (int state = 0; state < FrameHead.STATES; state++) {
        states[to * FrameHead.STATES + state] += values[from + i * FrameHead.STATES + state];
      }
      annotatable[to] += values[toAnnotatable + i];
      murmur[to] += values[toMurmur + i];
    }
    for (int c = 0; c < recording.length; c++) {
      recording[c] += values[toRecording + c];
    }
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] += values[toEmbedding + i];
    }
    count++;
  }

  /**
   * The mean of what was added.
   *
   * @throws EarException if the network gave values that are not finite
   */
  FrameScorer.Scored mean() {
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
    return new FrameScorer.Scored(
        new FrameOutputs(frames, states, annotatable, murmur, logs), mean);
  }
}
