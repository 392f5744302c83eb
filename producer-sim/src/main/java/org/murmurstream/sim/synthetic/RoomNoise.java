package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.Biquad;
import org.murmurstream.sim.Rng;

/**
 * Everything a stethoscope hears beside the heart: the hiss of room and sensor, breath, friction of
 * the bell on skin and cloth, voices.
 *
 * @param hissDecibels level of the hiss against that of a usual recording
 * @param breathDecibels level of the breath sounds, likewise
 * @param frictionPerSecond how often the bell rubs
 * @param voiceShare share of the time in which somebody speaks or cries, 0 to 1
 * @param voiceHertz pitch of that voice
 */
record RoomNoise(
    double hissDecibels,
    double breathDecibels,
    double frictionPerSecond,
    double voiceShare,
    double voiceHertz) {

  private static final double HISS_LEVEL = -45.5;
  private static final double HISS_CORNER_HERTZ = 70;
  private static final double RUMBLE_CORNER_HERTZ = 12;
  private static final double BREATH_LEVEL = -53;

  /** Nothing around a chest is steady: its level wanders by so much, within so much time. */
  private static final double GUST_DECIBELS = 4.5;

  private static final double GUST_SECONDS = 0.06;
  private static final double SOFT_RUBS_PER_SECOND = 0.5;
  private static final double SYLLABLES_PER_SECOND = 3.5;

  /** A stretch of time in which the heart cannot be heard, in seconds. */
  record Disturbance(double start, double end) {}

  /** A quiet room and a steady hand. */
  static RoomNoise calm(Rng rng) {
    return new RoomNoise(rng.gaussian(0, 3), rng.gaussian(0, 4), rng.uniform(0.03, 0.2), 0, 0);
  }

  /** A child that moves and cries, or a ward full of people. */
  static RoomNoise restless(double cryHertz, Rng rng) {
    return new RoomNoise(
        rng.gaussian(0, 4),
        rng.gaussian(2, 5),
        rng.uniform(0.5, 1.3),
        rng.uniform(0.35, 0.8),
        cryHertz * rng.uniform(0.85, 1.2));
  }

  /**
   * Adds them to a signal.
   *
   * @return where the heart is drowned, in rising order; stretches may overlap
   */
  List<Disturbance> addTo(
      double[] signal, Heart heart, double breathPhase, double sampleRateHz, Rng rng) {
    addHiss(signal, sampleRateHz, rng.split("hiss"));
    addBreath(signal, heart, breathPhase, sampleRateHz, rng.split("breath"));
    List<Disturbance> disturbances = new ArrayList<>();
    addFriction(signal, sampleRateHz, disturbances, rng.split("friction"));
    addVoice(signal, sampleRateHz, disturbances, rng.split("voice"));
    disturbances.sort((a, b) -> Double.compare(a.start(), b.start()));
    return disturbances;
  }

  private void addHiss(double[] signal, double sampleRateHz, Rng rng) {
    double pole = 1 - StrictMath.exp(-2 * Math.PI * HISS_CORNER_HERTZ / sampleRateHz);
    double level = Decibels.amplitude(HISS_LEVEL + hissDecibels) / Math.sqrt(pole / (2 - pole));
    Biquad.Running rumble = Biquad.highPass(RUMBLE_CORNER_HERTZ, 0.7, sampleRateHz).running();
    double smooth = 0;
    Gusts gusts = new Gusts(sampleRateHz, rng.split("gusts"));
    for (int i = 0; i < signal.length; i++) {
      smooth += pole * (level * rng.gaussian() - smooth);
      signal[i] += gusts.next() * rumble.next(smooth);
    }
  }

  private void addBreath(
      double[] signal, Heart heart, double breathPhase, double sampleRateHz, Rng rng) {
    Biquad.Running airway = Biquad.bandPass(rng.uniform(350, 750), 0.7, sampleRateHz).running();
    double level = Decibels.amplitude(BREATH_LEVEL + breathDecibels) * 2;
    Gusts gusts = new Gusts(sampleRateHz, rng.split("gusts"));
    for (int i = 0; i < signal.length; i++) {
      double flow = heart.breath(i / sampleRateHz, breathPhase + 0.25);
      double strength = 0.3 + (flow > 0 ? 1.2 : 0.5) * flow * flow;
      signal[i] += level * strength * gusts.next() * airway.next(rng.gaussian());
    }
  }

  /** The bell is put down and lifted off; in between it rubs, mostly softly, sometimes loudly. */
  private void addFriction(
      double[] signal, double sampleRateHz, List<Disturbance> disturbances, Rng rng) {
    double seconds = signal.length / sampleRateHz;
    double putDown = rng.uniform(0.2, 1.2);
    double liftOff = seconds - rng.uniform(0.1, 0.7);
    disturbances.add(addRub(signal, 0, putDown, loud(rng), sampleRateHz, rng));
    disturbances.add(addRub(signal, liftOff, seconds, loud(rng), sampleRateHz, rng));
    for (double start : moments(putDown, liftOff, frictionPerSecond, rng)) {
      double end = Math.min(seconds, start + rng.uniform(0.08, 0.7));
      disturbances.add(addRub(signal, start, end, loud(rng), sampleRateHz, rng));
    }
    for (double start : moments(putDown, liftOff, SOFT_RUBS_PER_SECOND, rng)) {
      double end = Math.min(seconds, start + rng.uniform(0.03, 0.3));
      addRub(signal, start, end, rng.gaussian(-42, 6), sampleRateHz, rng);
    }
  }

  private static double loud(Rng rng) {
    return Math.min(3, rng.gaussian(-25, 9));
  }

  /** A level that wanders: its logarithm is drawn back to its mean, and drifts at random. */
  private static final class Gusts {

    /** Samples for which the level stays as it is; far below what an ear or a frame resolves. */
    private static final int HOLD = 8;

    private final double keep;
    private final Rng rng;
    private double decibels;
    private double gain;
    private int left;

    Gusts(double sampleRateHz, Rng rng) {
      this.keep = StrictMath.exp(-HOLD / (GUST_SECONDS * sampleRateHz));
      this.rng = rng;
      this.decibels = rng.gaussian(0, GUST_DECIBELS);
    }

    double next() {
      if (left == 0) {
        left = HOLD;
        decibels = keep * decibels + Math.sqrt(1 - keep * keep) * rng.gaussian(0, GUST_DECIBELS);
        gain = Decibels.amplitude(decibels);
      }
      left--;
      return gain;
    }
  }

  /** Moments at random, so many a second on average. */
  private static List<Double> moments(double from, double to, double perSecond, Rng rng) {
    List<Double> moments = new ArrayList<>();
    double time = from;
    while (true) {
      time -= StrictMath.log(1 - rng.uniform()) / perSecond;
      if (time >= to) {
        return moments;
      }
      moments.add(time);
    }
  }

  private static Disturbance addRub(
      double[] signal, double start, double end, double decibels, double sampleRateHz, Rng rng) {
    Biquad.Running body = Biquad.bandPass(rng.uniform(50, 350), 0.4, sampleRateHz).running();
    double level = Decibels.amplitude(decibels) * 2;
    double grain = 0;
    int to = Math.min(signal.length, (int) (end * sampleRateHz));
    for (int i = Math.max(0, (int) (start * sampleRateHz)); i < to; i++) {
      double t = i / sampleRateHz;
      double edge = Math.min(1, Math.min(t - start, end - t) / 0.02);
      grain += 0.01 * (rng.gaussian() - grain);
      double ragged = Math.min(2, Math.abs(grain) * 12);
      signal[i] += level * edge * ragged * body.next(rng.gaussian());
    }
    return new Disturbance(start, end);
  }

  private void addVoice(
      double[] signal, double sampleRateHz, List<Disturbance> disturbances, Rng rng) {
    double seconds = signal.length / sampleRateHz;
    double time = rng.uniform(0, 1);
    while (voiceShare > 0 && time < seconds) {
      double speech = rng.uniform(0.6, 2.2);
      double end = Math.min(seconds, time + speech);
      addUtterance(signal, time, end, sampleRateHz, rng);
      disturbances.add(new Disturbance(time, end));
      time = end + speech * (1 - voiceShare) / voiceShare * rng.uniform(0.7, 1.3);
    }
  }

  private void addUtterance(
      double[] signal, double start, double end, double sampleRateHz, Rng rng) {
    Biquad.Running mouth = Biquad.bandPass(rng.uniform(450, 900), 0.8, sampleRateHz).running();
    double level = Decibels.amplitude(rng.uniform(-38, -22));
    double hertz = voiceHertz * rng.uniform(0.9, 1.1);
    double angle = 0;
    int to = (int) (end * sampleRateHz);
    for (int i = (int) (start * sampleRateHz); i < to && i < signal.length; i++) {
      double t = i / sampleRateHz;
      double glide = 1 + 0.08 * StrictMath.sin(2 * Math.PI * 0.8 * (t - start));
      angle += 2 * Math.PI * hertz * glide / sampleRateHz;
      double glottis = 0;
      for (int overtone = 1; overtone <= 5; overtone++) {
        glottis += StrictMath.sin(overtone * angle) / overtone;
      }
      double syllable =
          0.5 - 0.5 * StrictMath.cos(2 * Math.PI * SYLLABLES_PER_SECOND * (t - start));
      signal[i] += 2 * level * syllable * mouth.next(glottis + 0.1 * rng.gaussian());
    }
  }
}
