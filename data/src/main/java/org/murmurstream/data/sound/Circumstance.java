package org.murmurstream.data.sound;

import java.util.Locale;
import org.murmurstream.core.Pcm;

/**
 * Circumstances in which the same heart might have been recorded, none of which says anything of
 * the heart. {@link Group} tells what a verdict owes to them.
 */
public enum Circumstance {
  POLARITY(Group.SAME, Distortions.gain(-1)),
  HALF_LEVEL(Group.SAME, Distortions.gain(0.5)),
  TENTH_LEVEL(Group.SAME, Distortions.gain(0.1)),
  SILENCE_5S_BEFORE_AND_AFTER(Group.SAME, Distortions.silence(5, 5, 0)),
  FAINT_SILENCE_5S_BEFORE_AND_AFTER(Group.SAME, Distortions.silence(5, 5, 4)),
  EIGHT_BITS(Group.SAME, Distortions.steps(256)),
  FIRST_HALF(Group.SAME, Distortions.firstHalf()),

  /** 5 % of full scale. */
  OFFSET(Group.OUTSIDE, Distortions.offset(0.05 * 32768)),
  RUMBLE_7HZ_10DB_ABOVE(Group.OUTSIDE, Distortions.tone(7, -10)),
  TONE_1500HZ_0DB(Group.OUTSIDE, Distortions.tone(1500, 0)),
  NOISE_ABOVE_1200HZ_0DB(Group.OUTSIDE, Distortions.noiseAbove(8, 1200, 0)),
  RATE_2000HZ(Group.OUTSIDE, Distortions.resampled(2000)),
  RATE_8000HZ(Group.OUTSIDE, Distortions.resampled(8000)),
  RATE_16000HZ(Group.OUTSIDE, Distortions.resampled(16_000)),
  RATE_44100HZ(Group.OUTSIDE, Distortions.resampled(44_100)),
  RATE_48000HZ(Group.OUTSIDE, Distortions.resampled(48_000)),

  HUNDREDTH_LEVEL(Group.WORSE, Distortions.gain(0.01)),
  FIRST_5S(Group.WORSE, Distortions.firstSeconds(5)),
  DROPOUTS_TENTH(Group.WORSE, Distortions.dropouts(0.1, 0.1)),
  WHITE_20DB(Group.WORSE, Distortions.whiteNoise(20)),
  WHITE_10DB(Group.WORSE, Distortions.whiteNoise(10)),
  HUM_10DB(Group.WORSE, Distortions.tone(50, 10)),
  HUM_0DB(Group.WORSE, Distortions.tone(50, 0)),
  LOW_PASS_200HZ(Group.WORSE, Distortions.lowPass(4, 200)),
  LOW_PASS_400HZ(Group.WORSE, Distortions.lowPass(4, 400)),
  HIGH_PASS_100HZ(Group.WORSE, Distortions.highPass(2, 100)),
  ROOM(Group.WORSE, Distortions.echoes(60, 0.3, 0.25)),
  RATE_1000HZ(Group.WORSE, Distortions.resampled(1000));

  private final Group group;

  @SuppressWarnings("ImmutableEnumChecker") // a function of its arguments
  private final Distortion distortion;

  Circumstance(Group group, Distortion distortion) {
    this.group = group;
    this.distortion = distortion;
  }

  /** What a verdict owes to a circumstance. */
  public enum Group {
    /** A listener hears no difference: nor should a model. */
    SAME,
    /** What changes lies outside the band of heart sounds: a model should not mind. */
    OUTSIDE,
    /** Worse sound: a model may know less, and should say so. */
    WORSE
  }

  public Group group() {
    return group;
  }

  /** In files and tables. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A recording as it would have been, at 16 bits.
   *
   * @param recordingName decides, with the circumstance, what is left to chance
   */
  public Pcm apply(Pcm recording, String recordingName) {
    return distortion
        .of(Sound.of(recording), Chance.of("circumstance", title(), recordingName))
        .toPcm();
  }
}
