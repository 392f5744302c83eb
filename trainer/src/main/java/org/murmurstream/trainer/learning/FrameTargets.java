package org.murmurstream.trainer.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.murmurstream.core.CycleInterval;

/**
 * What an expert's marks say of every frame of a recording.
 *
 * @param states 0 S1, 1 systole, 2 S2, 3 diastole; {@link #IGNORED} where nothing is marked
 * @param murmur 1 or 0 in systole, {@link #IGNORED} elsewhere and where it is not known
 */
@SuppressWarnings("ArrayRecordComponent") // targets are passed on, never compared
public record FrameTargets(byte[] states, byte[] murmur) {

  /** Nothing is to be learnt here. */
  public static final byte IGNORED = -1;

  private static final byte SYSTOLE = 1;

  /** Where in systole a murmur is heard, as shares of its length. */
  public enum Timing {
    EARLY(0, 0.55),
    MID(0.25, 0.80),
    LATE(0.50, 1),
    HOLOSYSTOLIC(0, 1);

    private final double from;
    private final double to;

    Timing(double from, double to) {
      this.from = from;
      this.to = to;
    }

    /** From the data set's spelling, such as {@code Early-systolic}; empty if it is none. */
    public static Optional<Timing> of(String text) {
      String word = text.toUpperCase(Locale.ROOT).split("-", 2)[0];
      return Arrays.stream(values()).filter(timing -> timing.name().equals(word)).findFirst();
    }

    private boolean covers(double share) {
      return share >= from && share < to;
    }
  }

  /** What is known of the murmur in a recording. */
  public sealed interface Murmur {
    /** The patient has none. */
    record None() implements Murmur {}

    /** It is heard here, at this time of systole; the rest of systole is ignored. */
    record Heard(Timing timing) implements Murmur {}

    /** Nothing is known, so every systole is ignored. */
    record NotKnown() implements Murmur {}
  }

  /**
   * Targets of a recording.
   *
   * @param marks in rising order, not overlapping
   * @param frames number of frames
   * @param hopSeconds time from one frame to the next; frame i lies at {@code i * hopSeconds}
   */
  public static FrameTargets of(
      List<CycleInterval> marks, int frames, double hopSeconds, Murmur murmur) {
    var states = new byte[frames];
    var murmurs = new byte[frames];
    Arrays.fill(states, IGNORED);
    Arrays.fill(murmurs, IGNORED);
    for (CycleInterval mark : marks) {
      byte state = state(mark);
      int first = (int) Math.ceil(mark.startSeconds() / hopSeconds);
      double length = mark.endSeconds() - mark.startSeconds();
      for (int i = first; i < frames && i * hopSeconds < mark.endSeconds(); i++) {
        states[i] = state;
        if (state == SYSTOLE) {
          murmurs[i] = target(murmur, (i * hopSeconds - mark.startSeconds()) / length);
        }
      }
    }
    return new FrameTargets(states, murmurs);
  }

  private static byte state(CycleInterval mark) {
    return (byte) mark.phase().state();
  }

  private static byte target(Murmur murmur, double share) {
    if (murmur instanceof Murmur.Heard heard) {
      return heard.timing().covers(share) ? 1 : IGNORED;
    }
    return murmur instanceof Murmur.None ? 0 : IGNORED;
  }
}
