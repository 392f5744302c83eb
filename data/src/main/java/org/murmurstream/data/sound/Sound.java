package org.murmurstream.data.sound;

import org.murmurstream.core.Pcm;

/**
 * A recording while it is worked on.
 *
 * @param sampleRateHz samples per second
 * @param samples in counts of 1/32768 of full scale, of any size and between the steps; the array
 *     is not copied and must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Sound(int sampleRateHz, double[] samples) {

  /** A recording as it came. */
  public static Sound of(Pcm pcm) {
    var samples = new double[pcm.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = pcm.samples()[i];
    }
    return new Sound(pcm.sampleRateHz(), samples);
  }

  /** The same at 16 bits: rounded, halves to even, and clipped at full scale. */
  public Pcm toPcm() {
    var rounded = new short[samples.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] =
          (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.rint(samples[i])));
    }
    return new Pcm(sampleRateHz, rounded);
  }

  /** Other samples at the same rate. */
  Sound with(double[] others) {
    return new Sound(sampleRateHz, others);
  }

  /** The mean square, in squared counts; 0 if there is no sample. */
  double power() {
    double sum = 0;
    for (double sample : samples) {
      sum += sample * sample;
    }
    return samples.length == 0 ? 0 : sum / samples.length;
  }

  /** How many samples some time takes. */
  int count(double seconds) {
    return (int) Math.rint(seconds * sampleRateHz);
  }

  /** Audio is patient data: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Sound[" + samples.length + " samples at " + sampleRateHz + " Hz]";
  }
}
