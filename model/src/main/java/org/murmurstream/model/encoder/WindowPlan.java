package org.murmurstream.model.encoder;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;

/**
 * Windows over a recording, each of the same length, beginning at regular intervals. The last ones
 * may reach beyond the end; at least one interval of each is in the recording, unless the whole
 * recording is shorter.
 *
 * @param seconds length of a window, at least {@code hopSeconds}
 * @param hopSeconds from the beginning of one to that of the next, above 0
 */
public record WindowPlan(double seconds, double hopSeconds) {

  /**
   * Five seconds every two and a half, as in "Exploring Pre-trained General-purpose Audio
   * Representations for Heart Murmur Detection" (2024).
   */
  public static final WindowPlan STANDARD = new WindowPlan(5, 2.5);

  public WindowPlan {
    if (!(hopSeconds > 0 && seconds >= hopSeconds && Double.isFinite(seconds))) {
      throw new IllegalArgumentException(
          "windows must be at least as long as their interval, and that above 0");
    }
  }

  /**
   * Windows of this length one after another; what is left at the end of a recording is dropped.
   */
  public WindowPlan sideBySide() {
    return new WindowPlan(seconds, seconds);
  }

  /** Frames of a window. */
  public int frames(FrontEndConfig frontEnd) {
    long samples = Math.round(seconds * frontEnd.sampleRateHz());
    return Math.toIntExact(frontEnd.frames(Math.max(samples, frontEnd.minSamples())));
  }

  /** Frames from one window to the next. */
  public int hopFrames(FrontEndConfig frontEnd) {
    return Math.max(1, (int) Math.round(hopSeconds * frontEnd.sampleRateHz() / frontEnd.hopSize()));
  }

  /**
   * First frames of the windows of a recording.
   *
   * @param frames of the recording
   */
  public List<Integer> starts(FrontEndConfig frontEnd, int frames) {
    int hop = hopFrames(frontEnd);
    var starts = new ArrayList<Integer>();
    starts.add(0);
    for (int start = hop; start + hop <= frames; start += hop) {
      starts.add(start);
    }
    return starts;
  }

  /**
   * One window.
   *
   * @param whole of the recording
   * @param start its first frame
   * @return what lies beyond the end of the recording is the mean, 0
   */
  public Spectrogram cut(FrontEndConfig frontEnd, Spectrogram whole, int start) {
    int length = frames(frontEnd);
    var values = new float[whole.bands() * length];
    whole.copy(start, length, values, 0);
    return new Spectrogram(whole.bands(), length, values);
  }
}
