package org.murmurstream.data.sound;

import java.util.Arrays;
import java.util.Random;

/** Sounds to be distorted, and what is measured of them. */
final class TestSounds {

  static final int HERTZ = 4000;

  private TestSounds() {}

  static Sound tone(double hertz, double amplitude, double seconds) {
    var samples = new double[(int) (seconds * HERTZ)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = amplitude * Math.sin(2 * Math.PI * hertz * i / HERTZ);
    }
    return new Sound(HERTZ, samples);
  }

  static Sound noise(double deviation, double seconds) {
    double[] samples = new Random(3).doubles((int) (seconds * HERTZ), -1, 1).toArray();
    for (int i = 0; i < samples.length; i++) {
      samples[i] *= deviation * Math.sqrt(3);
    }
    return new Sound(HERTZ, samples);
  }

  /** How much stronger one is, in decibels of power. */
  static double decibels(Sound one, Sound other) {
    return 10 * Math.log10(one.power() / other.power());
  }

  /** What was added. */
  static Sound difference(Sound after, Sound before) {
    var difference = new double[before.samples().length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = after.samples()[i] - before.samples()[i];
    }
    return before.with(difference);
  }

  /** A part of it. */
  static Sound part(Sound sound, double fromSecond, double toSecond) {
    return sound.with(
        Arrays.copyOfRange(sound.samples(), sound.count(fromSecond), sound.count(toSecond)));
  }
}
