package org.murmurstream.data.sound;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** What can happen to a sound, one thing at a time. Levels in decibels are of power. */
public final class Distortions {

  /** Keeps power finite where there is none. */
  private static final double LEAST_POWER = 1e-9;

  private static final double[] HARMONICS = {1, 0.5, 0.3};

  /** What the last echo is weaker than the first, in nepers. */
  private static final double ECHO_DECAY = 3;

  /** Nothing comes back sooner, in seconds. */
  private static final double FIRST_ECHO = 0.01;

  private Distortions() {}

  /** Every sample times a factor. */
  public static Distortion gain(double factor) {
    return (sound, random) -> sound.with(map(sound.samples(), sample -> sample * factor));
  }

  /** A constant is added, in counts of 1/32768. */
  public static Distortion offset(double counts) {
    return (sound, random) -> sound.with(map(sound.samples(), sample -> sample + counts));
  }

  /** Only steps of some counts of 1/32768 are told apart. */
  public static Distortion steps(double counts) {
    return (sound, random) ->
        sound.with(map(sound.samples(), sample -> Math.rint(sample / counts) * counts));
  }

  /** Only the first samples are left. */
  public static Distortion firstSeconds(double seconds) {
    return (sound, random) ->
        sound.with(
            Arrays.copyOf(sound.samples(), Math.min(sound.samples().length, sound.count(seconds))));
  }

  /** Only the first half is left. */
  public static Distortion firstHalf() {
    return (sound, random) ->
        sound.with(Arrays.copyOf(sound.samples(), sound.samples().length / 2));
  }

  /** Only some seconds are left, from anywhere; all, if it isn't longer. */
  public static Distortion crop(double seconds) {
    return (sound, random) -> {
      int length = sound.samples().length;
      int kept = Math.min(length, sound.count(seconds));
      int start = random.nextInt(length - kept + 1);
      return sound.with(Arrays.copyOfRange(sound.samples(), start, start + kept));
    };
  }

  /**
   * Silence before and after.
   *
   * @param noise standard deviation of the normal noise in it, in counts; 0 for digital silence
   */
  public static Distortion silence(double secondsBefore, double secondsAfter, double noise) {
    return (sound, random) -> {
      int before = sound.count(secondsBefore);
      int length = sound.samples().length;
      var longer = new double[before + length + sound.count(secondsAfter)];
      System.arraycopy(sound.samples(), 0, longer, before, length);
      if (noise > 0) {
        for (int i = 0; i < longer.length; i++) {
          if (i < before || i >= before + length) {
            longer[i] = noise * random.nextGaussian();
          }
        }
      }
      return sound.with(longer);
    };
  }

  /** See {@link Butterworth#lowPass}. */
  public static Distortion lowPass(int order, double hertz) {
    return (sound, random) ->
        sound.with(Butterworth.lowPass(order, hertz, sound.sampleRateHz()).filter(sound.samples()));
  }

  /** See {@link Butterworth#highPass}. */
  public static Distortion highPass(int order, double hertz) {
    return (sound, random) ->
        sound.with(
            Butterworth.highPass(order, hertz, sound.sampleRateHz()).filter(sound.samples()));
  }

  /** White noise, so far below the sound. */
  public static Distortion whiteNoise(double decibelsBelow) {
    return (sound, random) ->
        mix(sound, Chance.normals(sound.samples().length, random), decibelsBelow);
  }

  /** Noise of equal power in each octave, so far below the sound. */
  public static Distortion pinkNoise(double decibelsBelow) {
    return (sound, random) -> mix(sound, pink(sound.samples().length, random), decibelsBelow);
  }

  /** White noise of which only what lies above a corner is heard, so far below the sound. */
  public static Distortion noiseAbove(int order, double hertz, double decibelsBelow) {
    return (sound, random) -> {
      double[] white = Chance.normals(sound.samples().length, random);
      Butterworth filter = Butterworth.highPass(order, hertz, sound.sampleRateHz());
      return mix(sound, filter.filter(white), decibelsBelow);
    };
  }

  /** A tone, so far below the sound; nothing if the sample rate cannot carry it. */
  public static Distortion tone(double hertz, double decibelsBelow) {
    return (sound, random) -> mix(sound, tones(sound, hertz, 1), decibelsBelow);
  }

  /** Hum of the mains with two harmonics of .5 and .3 of its amplitude, so far below the sound. */
  public static Distortion harmonicHum(double hertz, double decibelsBelow) {
    return (sound, random) -> mix(sound, tones(sound, hertz, HARMONICS.length), decibelsBelow);
  }

  /**
   * Pieces of equal length drop out, each by chance.
   *
   * @param share of the pieces, 0 to 1
   */
  public static Distortion dropouts(double share, double pieceSeconds) {
    return (sound, random) -> {
      double[] samples = sound.samples().clone();
      int piece = Math.max(1, sound.count(pieceSeconds));
      for (int start = 0; start < samples.length; start += piece) {
        if (random.nextDouble() < share) {
          Arrays.fill(samples, start, Math.min(samples.length, start + piece), 0);
        }
      }
      return sound.with(samples);
    };
  }

  /**
   * A room: sparse echoes at random times. Their gains are normal, and fall by e^-3 from the first
   * drawn to the last, whichever comes back sooner.
   *
   * @param seconds after which nothing comes back
   * @param strength standard deviation of the gain of the first drawn
   */
  public static Distortion echoes(int count, double seconds, double strength) {
    return (sound, random) -> {
      double[] dry = sound.samples();
      double[] wet = dry.clone();
      for (int echo = 0; echo < count; echo++) {
        int delay = sound.count(Chance.between(FIRST_ECHO, seconds, random));
        double decay = count == 1 ? 0 : ECHO_DECAY * echo / (count - 1);
        double gain = strength * random.nextGaussian() * StrictMath.exp(-decay);
        for (int i = delay; i < wet.length; i++) {
          wet[i] += gain * dry[i - delay];
        }
      }
      return sound.with(wet);
    };
  }

  /** See {@link SpectralCoding}. */
  public static Distortion spectralCoding(double step) {
    return (sound, random) ->
        sound.with(SpectralCoding.at(sound.sampleRateHz()).code(sound.samples(), step));
  }

  /** Another sample rate; see {@link SincResampler}. */
  public static Distortion resampled(int sampleRateHz) {
    return (sound, random) -> SincResampler.resample(sound, sampleRateHz);
  }

  /** A sound of which the power is that of the noise at 0 dB. */
  static Sound mix(Sound sound, double[] noise, double decibelsBelow) {
    double ratio = StrictMath.pow(10, decibelsBelow / 10);
    double gain = Math.sqrt(sound.power() / (sound.with(noise).power() + LEAST_POWER) / ratio);
    double[] mixed = sound.samples().clone();
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] += gain * noise[i];
    }
    return sound.with(mixed);
  }

  private static double[] tones(Sound sound, double hertz, int harmonics) {
    var tones = new double[sound.samples().length];
    for (int harmonic = 0; harmonic < harmonics; harmonic++) {
      double tone = hertz * (harmonic + 1);
      if (tone < sound.sampleRateHz() / 2.0) {
        for (int i = 0; i < tones.length; i++) {
          tones[i] +=
              HARMONICS[harmonic] * StrictMath.sin(2 * Math.PI * tone * i / sound.sampleRateHz());
        }
      }
    }
    return tones;
  }

  /** White noise through three poles (P. Kellet, economical filter for pink noise). */
  private static double[] pink(int count, Random random) {
    double[] pink = Chance.normals(count, random);
    double slow = 0;
    double middle = 0;
    double quick = 0;
    for (int i = 0; i < count; i++) {
      double white = pink[i];
      slow = 0.99765 * slow + 0.0990460 * white;
      middle = 0.96300 * middle + 0.2965164 * white;
      quick = 0.57000 * quick + 1.0526913 * white;
      pink[i] = slow + middle + quick + 0.1848 * white;
    }
    return pink;
  }

  private static double[] map(double[] samples, DoubleUnaryOperator change) {
    return Arrays.stream(samples).map(change).toArray();
  }
}
