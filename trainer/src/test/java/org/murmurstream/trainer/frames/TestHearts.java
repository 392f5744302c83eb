package org.murmurstream.trainer.frames;

import java.util.Random;
import org.murmurstream.core.Pcm;

/** Sounds in which networks find something like a heart. */
public final class TestHearts {

  private TestHearts() {}

  /** Bursts of a 60-Hz tone over noise, 90 times a minute, at 4 kHz. */
  public static Pcm heart(int seconds, long seed) {
    var random = new Random(seed);
    var samples = new short[seconds * 4000];
    for (int i = 0; i < samples.length; i++) {
      double time = i % 2667 / 4000.0;
      double tone = Math.exp(-20 * time) * Math.sin(2 * Math.PI * 60 * time);
      samples[i] = (short) (10_000 * tone + 200 * random.nextGaussian());
    }
    return new Pcm(4000, samples);
  }
}
