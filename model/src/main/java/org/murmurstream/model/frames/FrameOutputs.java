package org.murmurstream.model.frames;

import java.util.List;
import java.util.function.Function;
import org.murmurstream.core.MurmurClass;

/**
 * What a frame head says of one recording.
 *
 * @param frames number of frames of the spectrogram
 * @param states probabilities of S1, systole, S2, diastole: {@code [frames, 4]}, row-major
 * @param annotatable probability that an expert could mark the frame, one per frame
 * @param murmur logit of a murmur, one per frame; means something in systole only
 * @param recording logarithms of the probabilities of the classes Present, Unknown, Absent for the
 *     recording as a whole
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record FrameOutputs(
    int frames, float[] states, float[] annotatable, float[] murmur, float[] recording) {

  public FrameOutputs {
    if (states.length != frames * FrameHead.STATES
        || annotatable.length != frames
        || murmur.length != frames) {
      throw new IllegalArgumentException("frame outputs of unequal lengths");
    }
  }

  /**
   * What several networks say together of one recording: probabilities and logits of frames are
   * averaged, and so are the probabilities of the recording.
   *
   * @param all at least one, of equal length
   */
  public static FrameOutputs mean(List<FrameOutputs> all) {
    if (all.size() == 1) {
      return all.get(0);
    }
    var recording = new float[FrameHead.CLASSES];
    for (int c = 0; c < recording.length; c++) {
      int index = c;
      double sum = all.stream().mapToDouble(one -> StrictMath.exp(one.recording[index])).sum();
      recording[c] = (float) StrictMath.log(sum / all.size());
    }
    return new FrameOutputs(
        all.get(0).frames,
        mean(all, FrameOutputs::states),
        mean(all, FrameOutputs::annotatable),
        mean(all, FrameOutputs::murmur),
        recording);
  }

  private static float[] mean(List<FrameOutputs> all, Function<FrameOutputs, float[]> part) {
    var mean = new float[part.apply(all.get(0)).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (FrameOutputs one : all) {
        sum += part.apply(one)[i];
      }
      mean[i] = (float) (sum / all.size());
    }
    return mean;
  }

  /** The most likely state of a frame, from 0 to 3; of equal ones the first. */
  public int mostLikelyState(int frame) {
    int first = frame * FrameHead.STATES;
    int best = 0;
    for (int state = 1; state < FrameHead.STATES; state++) {
      best = states[first + state] > states[first + best] ? state : best;
    }
    return best;
  }

  /** Logarithm of the probability of a class for the recording as a whole. */
  public float logProbability(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT -> recording[0];
      case UNKNOWN -> recording[1];
      case ABSENT -> recording[2];
    };
  }

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "FrameOutputs[" + frames + " frames]";
  }
}
