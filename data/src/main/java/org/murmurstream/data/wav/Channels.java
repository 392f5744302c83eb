package org.murmurstream.data.wav;

/** Makes one channel of what was recorded. */
final class Channels {

  /** Below this correlation two channels are not two copies of one sound. */
  private static final double ALIKE = 0.5;

  private static final String PICK =
      "; 'ffmpeg -i FILE -af pan=mono|c0=c0 -c:a pcm_s16le NEW.wav' takes the first (c1 the second)";

  private Channels() {}

  /**
   * Makes one channel of two: their mean if they carry the same sound, the other one if one is
   * silent, the first if the second is its mirror image, for their mean would be silence.
   *
   * @throws WavFault if they carry different things, such as heart sounds and an ECG
   */
  static double[] merge(double[] left, double[] right) {
    double leftPower = power(left);
    double rightPower = power(right);
    if (leftPower == 0 || rightPower == 0) {
      return rightPower == 0 ? left : right;
    }
    double correlation = covariance(left, right) / Math.sqrt(leftPower * rightPower);
    if (correlation <= -ALIKE) {
      return left;
    }
    if (correlation < ALIKE) {
      throw new WavFault(
          "has two channels that differ (correlation %.2f)".formatted(correlation) + PICK);
    }
    double[] mean = new double[left.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = Math.floor((left[i] + right[i]) / 2);
    }
    return mean;
  }

  /** Refuses more than two. */
  static WavFault tooMany(int channels) {
    return new WavFault(
        "has %d channels; needed is one, or two of the same sound".formatted(channels) + PICK);
  }

  private static double power(double[] samples) {
    return covariance(samples, samples);
  }

  private static double covariance(double[] one, double[] other) {
    double meanOne = mean(one);
    double meanOther = mean(other);
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - meanOne) * (other[i] - meanOther);
    }
    return sum;
  }

  private static double mean(double[] samples) {
    double sum = 0;
    for (double sample : samples) {
      sum += sample;
    }
    return sum / samples.length;
  }
}
