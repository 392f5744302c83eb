package org.murmurstream.sim.synthetic;

import org.murmurstream.sim.Rng;

/**
 * The sounds S1 and S2 of one heart: each a pair of bursts (mitral and tricuspid, aortic and
 * pulmonary), each burst a handful of damped oscillations. Frequencies, levels and phases are drawn
 * once per heart, so that its beats resemble each other.
 */
final class HeartSounds {

  private static final double[] HERTZ = {32, 46, 62, 85, 120, 168, 240, 340, 480, 660, 900};

  /** Mean power of each oscillation over the sound's duration, decibels below full scale. */
  private static final double[] S1_DECIBELS = {
    -37, -36.5, -36, -36.5, -38.5, -44, -42, -43, -43.5, -44.5, -48.5
  };

  private static final double[] S2_DECIBELS = {
    -39.5, -37.5, -35, -33, -33.5, -34.5, -34.8, -38.8, -40, -43, -48
  };

  private static final double ATTACK_SECONDS = 0.006;
  private static final double BURST_SECONDS = 0.12;

  private final double sampleRateHz;
  private final Oscillation[] mitral;
  private final Oscillation[] tricuspid;
  private final Oscillation[] aortic;
  private final Oscillation[] pulmonary;
  private final double tricuspidDelay;

  HeartSounds(Heart heart, double sampleRateHz, Rng rng) {
    this.sampleRateHz = sampleRateHz;
    mitral = burst(S1_DECIBELS, heart.firstSoundSeconds(), 0, rng);
    tricuspid = burst(S1_DECIBELS, heart.firstSoundSeconds(), -3, rng);
    aortic = burst(S2_DECIBELS, heart.secondSoundSeconds(), 0, rng);
    pulmonary = burst(S2_DECIBELS, heart.secondSoundSeconds(), -3, rng);
    tricuspidDelay = rng.uniform(0.018, 0.032);
  }

  /** Adds both sounds of one beat, each scaled by its gain. */
  void addTo(double[] signal, SyntheticBeat beat, double firstGain, double secondGain) {
    add(signal, mitral, beat.start() + 0.008, firstGain);
    add(signal, tricuspid, beat.start() + 0.008 + tricuspidDelay, firstGain);
    add(signal, aortic, beat.secondSound() + 0.006, secondGain);
    add(signal, pulmonary, beat.secondSound() + 0.006 + beat.split(), secondGain);
  }

  private static Oscillation[] burst(
      double[] decibels, double soundSeconds, double offset, Rng rng) {
    Oscillation[] burst = new Oscillation[HERTZ.length];
    for (int i = 0; i < burst.length; i++) {
      double hertz = HERTZ[i] * rng.uniform(0.9, 1.1);
      double decay = Math.max(0.005, Math.min(0.024, 1.4 / hertz));
      double meanPower = Decibels.power(decibels[i] + offset + rng.gaussian(0, 1.5) - 1.7);
      double amplitude = Math.sqrt(4 * soundSeconds * meanPower / decay);
      burst[i] = new Oscillation(hertz, decay, amplitude, rng.uniform(0, 2 * Math.PI));
    }
    return burst;
  }

  private void add(double[] signal, Oscillation[] burst, double start, double gain) {
    int from = Math.max(0, (int) Math.ceil(start * sampleRateHz));
    int to = Math.min(signal.length, (int) ((start + BURST_SECONDS) * sampleRateHz));
    for (Oscillation oscillation : burst) {
      addDamped(signal, oscillation, from, to, start, gain);
    }
  }

  /** A damped sine obeys x[n] = 2 r cos(w) x[n-1] - r^2 x[n-2], which spares a sine a sample. */
  private void addDamped(
      double[] signal, Oscillation oscillation, int from, int to, double start, double gain) {
    double step = 1 / sampleRateHz;
    double decay = StrictMath.exp(-step / oscillation.decaySeconds());
    double turn = 2 * decay * StrictMath.cos(2 * Math.PI * oscillation.hertz() * step);
    double t = from * step - start;
    double before = oscillation.at(t - step);
    double now = oscillation.at(t);
    for (int i = from; i < to; i++) {
      signal[i] += gain * Math.min(1, t / ATTACK_SECONDS) * now;
      double next = turn * now - decay * decay * before;
      before = now;
      now = next;
      t += step;
    }
  }

  private record Oscillation(double hertz, double decaySeconds, double amplitude, double phase) {

    double at(double seconds) {
      return amplitude
          * StrictMath.exp(-seconds / decaySeconds)
          * StrictMath.sin(2 * Math.PI * hertz * seconds + phase);
    }
  }
}
