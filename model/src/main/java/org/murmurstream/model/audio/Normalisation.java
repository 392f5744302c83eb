package org.murmurstream.model.audio;

/**
 * Brings log-mel values to the scale an encoder was trained on: {@code (x - centre) / deviation}.
 *
 * @param centring what is taken for the centre
 * @param mean the centre in log-mel units if {@code centring} is {@link Centring#DATASET}; ignored
 *     otherwise
 * @param deviation standard deviation in log-mel units, above 0
 */
public record Normalisation(Centring centring, double mean, double deviation) {

  /** What is subtracted. */
  public enum Centring {
    /** The mean of the data set the encoder was trained on. */
    DATASET,
    /** The mean over all bands and frames of the recording itself, which removes its loudness. */
    RECORDING
  }

  public Normalisation {
    if (centring == null) {
      throw new IllegalArgumentException("normalisation needs a centring");
    }
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException("normalisation mean must be finite, was " + mean);
    }
    if (!(deviation > 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "normalisation deviation must be above 0, was " + deviation);
    }
  }

  public static Normalisation dataset(double mean, double deviation) {
    return new Normalisation(Centring.DATASET, mean, deviation);
  }
}
