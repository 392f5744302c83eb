package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.sim.Rng;

/**
 * How a heart beats. Rates, durations of the sounds and the share of systole follow what experts
 * marked in real recordings of children (see the decision on synthetic hearts).
 *
 * @param beatSeconds mean time from one S1 to the next
 * @param breathSeconds time of one breath
 * @param sinusArrhythmia share by which breathing lengthens and shortens a beat
 * @param unrest share by which beats vary at random
 * @param firstSoundSeconds duration of S1
 * @param secondSoundSeconds duration of S2
 * @param splitSeconds time between aortic and pulmonary part of S2 at rest; breathing in adds
 */
record Heart(
    double beatSeconds,
    double breathSeconds,
    double sinusArrhythmia,
    double unrest,
    double firstSoundSeconds,
    double secondSoundSeconds,
    double splitSeconds) {

  private static final double SYSTOLE_FACTOR = 0.325;
  private static final double SYSTOLE_EXPONENT = 0.47;
  private static final double SPLIT_BY_BREATH_SECONDS = 0.012;
  private static final double MIN_BEAT_SECONDS = 0.33;
  private static final double MIN_DIASTOLE_SECONDS = 0.06;

  static Heart of(AgeGroup age, Rng rng) {
    double perMinute;
    double firstSound;
    double secondSound;
    double breathsPerMinute;
    switch (age) {
      case NEONATE -> {
        perMinute = rng.gaussian(143, 9);
        firstSound = 0.088;
        secondSound = 0.078;
        breathsPerMinute = 42;
      }
      case INFANT -> {
        perMinute = rng.gaussian(132, 14);
        firstSound = 0.092;
        secondSound = 0.080;
        breathsPerMinute = 32;
      }
      case CHILD -> {
        perMinute = rng.gaussian(104, 15);
        firstSound = 0.118;
        secondSound = 0.100;
        breathsPerMinute = 22;
      }
      default -> {
        perMinute = rng.gaussian(92, 15);
        firstSound = 0.120;
        secondSound = 0.103;
        breathsPerMinute = 17;
      }
    }
    return new Heart(
        60 / Math.max(55, Math.min(170, perMinute)),
        60 / (breathsPerMinute * rng.uniform(0.85, 1.15)),
        rng.uniform(0.015, 0.06),
        rng.uniform(0.015, 0.038),
        firstSound * rng.uniform(0.9, 1.1),
        secondSound * rng.uniform(0.9, 1.1),
        rng.uniform(0.010, 0.028));
  }

  /** How far the lungs are filled at a time, -1 to 1. */
  double breath(double seconds, double phase) {
    return StrictMath.sin(2 * Math.PI * (seconds / breathSeconds + phase));
  }

  /**
   * The beats that touch a stretch of time.
   *
   * @param seconds length of the stretch; the first beat starts before 0, the last one ends after
   *     it
   * @param breathPhase where in a breath the stretch begins, 0 to 1
   */
  List<SyntheticBeat> beats(double seconds, double breathPhase, Rng rng) {
    List<SyntheticBeat> beats = new ArrayList<>();
    double drift = 0;
    double start = -rng.uniform(0.1, 1) * beatSeconds;
    while (start < seconds) {
      drift = 0.9 * drift + 0.3 * unrest * rng.gaussian();
      double breath = breath(start, breathPhase);
      double length =
          beatSeconds * (1 + sinusArrhythmia * breath + drift + unrest * rng.gaussian());
      SyntheticBeat beat = beat(start, Math.max(MIN_BEAT_SECONDS, length), breath, rng);
      beats.add(beat);
      start = beat.end();
    }
    return beats;
  }

  private SyntheticBeat beat(double start, double length, double breath, Rng rng) {
    double toSecondSound =
        SYSTOLE_FACTOR * StrictMath.pow(length, SYSTOLE_EXPONENT) * rng.gaussian(1, 0.01);
    double secondSound = start + toSecondSound;
    double split = splitSeconds + SPLIT_BY_BREATH_SECONDS * Math.max(0, breath);
    double diastole = secondSound + secondSoundSeconds * rng.gaussian(1, 0.03);
    return new SyntheticBeat(
        start,
        start + firstSoundSeconds * rng.gaussian(1, 0.03),
        secondSound,
        diastole,
        Math.max(start + length, diastole + MIN_DIASTOLE_SECONDS),
        split,
        breath);
  }
}
