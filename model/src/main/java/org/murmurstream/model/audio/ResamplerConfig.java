package org.murmurstream.model.audio;

/**
 * The low-pass filter of the resampler, a sinc under a squared-cosine window.
 *
 * @param zeroCrossings zero crossings of the sinc on either side, 1 to 256: more are sharper and
 *     slower
 * @param rolloff cut-off frequency as a share of the lower of both Nyquist frequencies, above 0, at
 *     most 1
 */
public record ResamplerConfig(int zeroCrossings, double rolloff) {

  /** 6 zero crossings and a roll-off of 0.99, which M2D's official evaluation uses. */
  public static final ResamplerConfig HANN_SINC = new ResamplerConfig(6, 0.99);

  public ResamplerConfig {
    if (zeroCrossings < 1 || zeroCrossings > 256) {
      throw new IllegalArgumentException(
          "resampler zeroCrossings must be 1 to 256, was " + zeroCrossings);
    }
    if (!(rolloff > 0 && rolloff <= 1)) {
      throw new IllegalArgumentException(
          "resampler rolloff must be above 0 and at most 1, was " + rolloff);
    }
  }
}
