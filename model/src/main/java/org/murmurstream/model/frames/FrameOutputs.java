package org.murmurstream.model.frames;

import org.murmurstream.model.MurmurClass;

/**
 * What a frame head heard in one recording.
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
