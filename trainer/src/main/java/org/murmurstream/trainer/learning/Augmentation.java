package org.murmurstream.trainer.learning;

/**
 * How much crops are varied in training.
 *
 * @param stretch largest change of tempo, as a share
 * @param bandShift largest shift along frequency, in bands
 * @param gain deviation of a change of level, in units of the normalised spectrogram
 * @param timeMasks at most so many stretches of frames are hidden
 * @param timeMaskFrames at most so long
 * @param bandMasks at most so many groups of bands are hidden
 * @param bandMaskBands at most so wide
 */
public record Augmentation(
    double stretch,
    int bandShift,
    double gain,
    int timeMasks,
    int timeMaskFrames,
    int bandMasks,
    int bandMaskBands) {

  public static final Augmentation STANDARD = new Augmentation(0.1, 2, 0.1, 2, 10, 2, 4);

  public Augmentation {
    if (!(stretch >= 0 && stretch < 1 && gain >= 0)
        || bandShift < 0
        || timeMasks < 0
        || timeMaskFrames < 0
        || bandMasks < 0
        || bandMaskBands < 0) {
      throw new IllegalArgumentException(
          "augmentation: nothing may be negative, stretch must be below 1");
    }
  }
}
