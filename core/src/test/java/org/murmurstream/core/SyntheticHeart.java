package org.murmurstream.core;

import java.util.Random;

/**
 * Heart sounds made by formula, with known truth: a first sound of 60 Hz and a softer second sound
 * of 80 Hz at 0.35 of the cycle (each a Hann-windowed tone of 0.1 s), over white noise.
 */
public final class SyntheticHeart {

  private static final double SOUND_SECONDS = 0.1;
  private static final double SECOND_SOUND = 0.35;

  private final int sampleRateHz;
  private final double beatsPerMinute;
  private final double amplitude;
  private final double noise;

  private SyntheticHeart(int sampleRateHz, double beatsPerMinute, double amplitude, double noise) {
    this.sampleRateHz = sampleRateHz;
    this.beatsPerMinute = beatsPerMinute;
    this.amplitude = amplitude;
    this.noise = noise;
  }

  /** 90 beats per minute at 4 kHz, loud, over a soft noise. */
  public static SyntheticHeart calm() {
    return new SyntheticHeart(4000, 90, 12_000, 60);
  }

  public SyntheticHeart at(int otherSampleRateHz) {
    return new SyntheticHeart(otherSampleRateHz, beatsPerMinute, amplitude, noise);
  }

  public SyntheticHeart beating(double otherBeatsPerMinute) {
    return new SyntheticHeart(sampleRateHz, otherBeatsPerMinute, amplitude, noise);
  }

  /** With another peak of the first sound, in steps of the 16-bit scale. */
  public SyntheticHeart loud(double otherAmplitude) {
    return new SyntheticHeart(sampleRateHz, beatsPerMinute, otherAmplitude, noise);
  }

  /** With another deviation of the noise, in steps of the 16-bit scale. */
  public SyntheticHeart noisy(double otherNoise) {
    return new SyntheticHeart(sampleRateHz, beatsPerMinute, amplitude, otherNoise);
  }

  /** Samples that do not fit 16 bits are clipped. */
  public Pcm record(double seconds, long seed) {
    var random = new Random(seed);
    var samples = new short[(int) (seconds * sampleRateHz)];
    double cycle = 60 / beatsPerMinute;
    for (int i = 0; i < samples.length; i++) {
      double time = i / (double) sampleRateHz % cycle;
      double value =
          amplitude * sound(time, 60)
              + 0.6 * amplitude * sound(time - SECOND_SOUND * cycle, 80)
              + noise * random.nextGaussian();
      samples[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
    }
    return new Pcm(sampleRateHz, samples);
  }

  private static double sound(double time, double hz) {
    if (time < 0 || time > SOUND_SECONDS) {
      return 0;
    }
    double window = Math.sin(Math.PI * time / SOUND_SECONDS);
    return window * window * Math.sin(2 * Math.PI * hz * time);
  }
}
