package org.murmurstream.model.audio;

/**
 * How a recording is brought to one level before its spectrogram is computed, whatever silence
 * stands around it and whatever of it has dropped out. Lengths are in samples at the front end's
 * rate, levels in counts, of which full scale has 32768.
 *
 * @param blockSamples length of the blocks whose mean squares tell how loud a recording is
 * @param loudQuantile which quantile of those it is, 0 to 1
 * @param target what it becomes, above 0
 * @param band what lies outside is taken away first
 * @param silence which samples count as no sound at all
 * @param maskReach a frame is masked if a sample this near to its centre is
 * @param leastFrames no frame is masked if fewer than these would stay
 */
public record LevelConfig(
    int blockSamples,
    double loudQuantile,
    double target,
    Band band,
    Silence silence,
    int maskReach,
    int leastFrames) {

  /**
   * The pass band, of Butterworth filters that run forwards and backwards.
   *
   * @param lowHz corner of the high-pass; 0 for none
   * @param highHz corner of the low-pass; 0 for none
   * @param sections of second order of each of the two
   */
  public record Band(double lowHz, double highHz, int sections) {

    /** All passes. */
    public static final Band OPEN = new Band(0, 0, 0);

    /** Whether anything is taken away. */
    boolean isOpen() {
      return sections == 0;
    }
  }

  /**
   * Samples without sound: digital silence, which is cut out at the ends and where it lasts, and
   * masked where it is short; and quiet ends and pauses, which are cut out.
   *
   * @param loudPerStep so many times quieter than the recording, and
   * @param maxSteps at most so many counts, is silence
   * @param maskedSamples a run of silence as long as this is masked
   * @param endSamples at either end one as long as this is cut out
   * @param pauseSamples anywhere one as long as this is
   * @param coarseShare no silence is masked if the samples' steps are more than one count and more
   *     than the recording's loudness divided by this: such sound is truly 0 in diastole
   * @param quietShare so many times quieter than the recording is quiet, and
   * @param quietBlocks so many quiet blocks in a row are cut out
   * @param leastSamples nothing is cut if fewer than these would stay
   */
  public record Silence(
      double loudPerStep,
      int maxSteps,
      int maskedSamples,
      int endSamples,
      int pauseSamples,
      double coarseShare,
      double quietShare,
      int quietBlocks,
      int leastSamples) {}

  /** For heart sounds at 4 kHz, without a pass band. */
  public static final LevelConfig OPEN =
      new LevelConfig(
          200,
          0.75,
          1000,
          Band.OPEN,
          new Silence(100, 2, 200, 2000, 6000, 16, 30, 20, 4000),
          100,
          20);

  /**
   * For heart sounds at 4 kHz, of which only what lies in the bands that are listened to counts.
   */
  public static final LevelConfig HEART = OPEN.with(new Band(17, 1000, 3));

  public LevelConfig {
    require(blockSamples > 0, "blockSamples must be above 0");
    require(loudQuantile >= 0 && loudQuantile <= 1, "loudQuantile must be 0 to 1");
    require(target > 0, "target must be above 0");
    require(band != null && silence != null, "band and silence must be there");
    require(maskReach >= 0 && leastFrames >= 0, "nothing may be negative");
  }

  /** The same with another pass band. */
  public LevelConfig with(Band other) {
    return new LevelConfig(
        blockSamples, loudQuantile, target, other, silence, maskReach, leastFrames);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("level: " + message);
    }
  }
}
