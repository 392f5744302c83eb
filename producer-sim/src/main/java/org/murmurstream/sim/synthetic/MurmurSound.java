package org.murmurstream.sim.synthetic;

import org.murmurstream.core.Biquad;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.sim.Rng;

/**
 * The sound of a murmur: noise around its pitch (broad if harsh, narrow if blowing) or a hum with
 * overtones (musical), under the envelope of its timing and shape in every beat.
 */
final class MurmurSound {

  /** Root mean square level of S1 over its duration, decibels below full scale. */
  private static final double FIRST_SOUND_DECIBELS = -32;

  /** Level of the flow that every heart has, decibels relative to S1. */
  private static final double FLOW_DECIBELS = -18;

  private static final double EDGE_SECONDS = 0.012;

  /**
   * The pitch times this is where tissue begins to swallow sound: above it a murmur falls by 12 dB
   * an octave.
   */
  private static final double TISSUE_CORNER = 1.5;

  private final MurmurTraits traits;
  private final double decibels;
  private final double sampleRateHz;
  private final Rng rng;

  MurmurSound(MurmurTraits traits, double sampleRateHz, Rng rng) {
    this(traits, traits.grade().decibels, sampleRateHz, rng);
  }

  private MurmurSound(MurmurTraits traits, double decibels, double sampleRateHz, Rng rng) {
    this.traits = traits;
    this.decibels = decibels;
    this.sampleRateHz = sampleRateHz;
    this.rng = rng;
  }

  /**
   * What blood is heard to do in every systole, with a murmur or without: too soft to be called
   * one.
   */
  static MurmurSound flow(double sampleRateHz, Rng rng) {
    return new MurmurSound(
        MurmurTraits.innocentFlow(), rng.gaussian(FLOW_DECIBELS, 3), sampleRateHz, rng);
  }

  /** Adds the murmur of every beat, at its level and this gain. */
  void addTo(double[] signal, Iterable<SyntheticBeat> beats, double gain) {
    double[] carrier = carrier(signal.length);
    double level = gain * Decibels.amplitude(FIRST_SOUND_DECIBELS + decibels);
    for (SyntheticBeat beat : beats) {
      boolean systolic = traits.phase() == CyclePhase.SYSTOLE;
      double phaseStart = systolic ? beat.systole() : beat.diastole();
      double phaseEnd = systolic ? beat.secondSound() : beat.end();
      double start = phaseStart + traits.timing().from * (phaseEnd - phaseStart);
      double end = phaseStart + traits.timing().to * (phaseEnd - phaseStart);
      double beatLevel = level * Decibels.amplitude(rng.gaussian(0, 1.5) - 0.7 * beat.breath());
      addBeat(signal, carrier, start, end, beatLevel);
    }
  }

  private void addBeat(double[] signal, double[] carrier, double start, double end, double level) {
    int from = Math.max(0, (int) Math.ceil(start * sampleRateHz));
    int to = Math.min(signal.length, (int) (end * sampleRateHz));
    for (int i = from; i < to; i++) {
      double t = i / sampleRateHz;
      double edge = Math.min(1, Math.min(t - start, end - t) / EDGE_SECONDS);
      signal[i] += level * edge * traits.shape().at((t - start) / (end - start)) * carrier[i];
    }
  }

  /** A lasting sound of mean power 1. */
  private double[] carrier(int length) {
    double hertz = traits.pitch().hertz * rng.uniform(0.85, 1.15);
    double[] carrier = new double[length];
    if (traits.quality() == MurmurTraits.Quality.MUSICAL) {
      for (int i = 0; i < length; i++) {
        double angle = 2 * Math.PI * hertz * i / sampleRateHz;
        carrier[i] = StrictMath.sin(angle) + 0.5 * StrictMath.sin(2 * angle);
      }
    } else {
      double width = traits.quality() == MurmurTraits.Quality.HARSH ? 0.5 : 0.8;
      Biquad.Running around = Biquad.bandPass(hertz, width, sampleRateHz).running();
      double pole = 1 - StrictMath.exp(-2 * Math.PI * TISSUE_CORNER * hertz / sampleRateHz);
      double smooth = 0;
      for (int i = 0; i < length; i++) {
        smooth += pole * (around.next(rng.gaussian()) - smooth);
        carrier[i] = smooth;
      }
    }
    double power = 0;
    for (double x : carrier) {
      power += x * x;
    }
    double scale = 1 / Math.sqrt(power / length);
    for (int i = 0; i < length; i++) {
      carrier[i] *= scale;
    }
    return carrier;
  }
}
