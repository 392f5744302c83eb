package org.murmurstream.data.sound;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.murmurstream.core.Pcm;

/**
 * A stethoscope that might be: its frequency response, its gain, and its own noise. Responses are
 * natural logarithms of power.
 *
 * @param lowPass takes away what is high: -slope ln(1 + (f / corner)^2)
 * @param highPass takes away what is low: -slope ln(1 + (corner / f)^2)
 * @param knots further response at 40, 80, 150, 280, 520 and 980 Hz, in between by ln f, constant
 *     beyond
 * @param gain of all frequencies alike
 * @param noise its own noise
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SimulatedDevice(
    Optional<Slope> lowPass,
    Optional<Slope> highPass,
    double[] knots,
    double gain,
    Optional<NoiseFloor> noise) {

  private static final double[] KNOTS = {40, 80, 150, 280, 520, 980};

  private static final double RESOLUTION_HZ = 4;

  /** Frames and bands in which the loudest one is looked for. */
  private static final double FRAME_SECONDS = 0.05;

  private static final double HIGHEST_BAND_HZ = 1000;

  /** Keeps the logarithm of no power finite, in squared counts. */
  private static final double LEAST_POWER = 1e-4;

  /**
   * A slope of the response.
   *
   * @param cornerHertz where half the power passes if the slope is 1
   * @param steepness in powers of f^2 far from the corner
   */
  public record Slope(double cornerHertz, double steepness) {}

  /**
   * The device's own noise.
   *
   * @param below how far below the loudest band of what is heard it is at 100 Hz
   * @param fall how it falls with ln f
   */
  public record NoiseFloor(double below, double fall) {}

  /** The device that some patient of a trial is heard through. */
  public static SimulatedDevice of(String patientId, long seed) {
    Random random = Chance.of("device", seed, patientId);
    Optional<Slope> lowPass =
        random.nextDouble() < 0.6
            ? Optional.of(
                new Slope(Chance.logBetween(150, 900, random), Chance.between(1, 8, random)))
            : Optional.empty();
    Optional<Slope> highPass =
        random.nextDouble() < 0.4
            ? Optional.of(
                new Slope(Chance.between(20, 120, random), Chance.between(0.5, 2, random)))
            : Optional.empty();
    double deviation = Chance.between(0, 1.4, random);
    double[] knots = Chance.normals(KNOTS.length, random);
    for (int i = 0; i < knots.length; i++) {
      knots[i] *= deviation;
    }
    double gain = Chance.between(-4, 3, random);
    Optional<NoiseFloor> noise =
        random.nextDouble() < 0.5
            ? Optional.of(
                new NoiseFloor(Chance.between(4.6, 14, random), Chance.between(0, 1.5, random)))
            : Optional.empty();
    return new SimulatedDevice(lowPass, highPass, knots, gain, noise);
  }

  /** The response without the gain, in natural logarithms of power. */
  public double response(double hertz) {
    double response = knot(hertz);
    if (lowPass.isPresent()) {
      double ratio = hertz / lowPass.get().cornerHertz();
      response -= lowPass.get().steepness() * StrictMath.log(1 + ratio * ratio);
    }
    if (highPass.isPresent()) {
      double ratio = highPass.get().cornerHertz() / hertz;
      response -= highPass.get().steepness() * StrictMath.log(1 + ratio * ratio);
    }
    return response;
  }

  /**
   * A recording through this device, of the same length and in the same place, at 16 bits; where
   * the gain would clip it there is less.
   *
   * @param recordingName decides which noise the device makes
   */
  public Pcm apply(Pcm recording, String recordingName) {
    return distortion().of(Sound.of(recording), Chance.of("device", recordingName)).toPcm();
  }

  private Distortion distortion() {
    return (sound, random) -> {
      int rate = sound.sampleRateHz();
      double[] heard =
          LinearPhase.of(hertz -> response(hertz) + gain, rate, RESOLUTION_HZ)
              .filter(sound.samples());
      if (noise.isPresent()) {
        double loudest = loudestBand(sound.with(heard));
        NoiseFloor floor = noise.get();
        double[] hiss =
            LinearPhase.of(
                    hertz -> loudest - floor.below() - floor.fall() * StrictMath.log(hertz / 100),
                    rate,
                    RESOLUTION_HZ)
                .filter(Chance.normals(heard.length, random));
        for (int i = 0; i < heard.length; i++) {
          heard[i] += hiss[i];
        }
      }
      return sound.with(withoutClipping(heard));
    };
  }

  /** Whoever records turns the level down until it fits. */
  private static double[] withoutClipping(double[] samples) {
    double peak = 0;
    for (double sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    if (peak > Short.MAX_VALUE) {
      for (int i = 0; i < samples.length; i++) {
        samples[i] *= Short.MAX_VALUE / peak;
      }
    }
    return samples;
  }

  /**
   * The loudest band's power, of bands as wide as frames of 50 ms tell apart: the greatest mean of
   * its natural logarithm over all whole frames, where white noise of unit deviation has power 1.
   */
  private static double loudestBand(Sound sound) {
    int length = Math.max(1, sound.count(FRAME_SECONDS));
    int bands = Math.min((int) (HIGHEST_BAND_HZ * FRAME_SECONDS), (length - 1) / 2);
    int frames = sound.samples().length / length;
    double loudest = StrictMath.log(LEAST_POWER);
    for (int band = 1; band <= bands && frames > 0; band++) {
      var cosines = new double[length];
      var sines = new double[length];
      for (int i = 0; i < length; i++) {
        // a Hann window whose squares sum to 1
        double window = (1 - StrictMath.cos(2 * Math.PI * i / length)) / Math.sqrt(1.5 * length);
        cosines[i] = window * StrictMath.cos(2 * Math.PI * band * i / length);
        sines[i] = window * StrictMath.sin(2 * Math.PI * band * i / length);
      }
      double sum = 0;
      for (int frame = 0; frame < frames; frame++) {
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < length; i++) {
          double sample = sound.samples()[frame * length + i];
          real += cosines[i] * sample;
          imaginary += sines[i] * sample;
        }
        sum += StrictMath.log(LEAST_POWER + real * real + imaginary * imaginary);
      }
      loudest = Math.max(loudest, sum / frames);
    }
    return loudest;
  }

  private double knot(double hertz) {
    int above = 0;
    while (above < KNOTS.length && KNOTS[above] < hertz) {
      above++;
    }
    if (above == 0 || above == KNOTS.length) {
      return knots[above == 0 ? 0 : KNOTS.length - 1];
    }
    double low = StrictMath.log(KNOTS[above - 1]);
    double share = (StrictMath.log(hertz) - low) / (StrictMath.log(KNOTS[above]) - low);
    return knots[above - 1] + share * (knots[above] - knots[above - 1]);
  }

  @Override
  public String toString() {
    return "SimulatedDevice[%s, %s, %s, gain %.2f, %s]"
        .formatted(lowPass, highPass, Arrays.toString(knots), gain, noise);
  }
}
