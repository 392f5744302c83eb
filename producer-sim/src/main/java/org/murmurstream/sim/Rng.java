package org.murmurstream.sim;

import java.util.List;

/**
 * Numbers at random that are the same for a seed on every machine and under every Java version:
 * SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), with {@link StrictMath} where a function is
 * needed.
 *
 * <p>Generators are split by name, so that what one part draws never shifts what another part sees.
 * Not for use by several threads.
 */
public final class Rng {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;
  private static final double TWO_TO_MINUS_53 = 0x1.0p-53;

  private final long seed;
  private long state;

  public Rng(long seed) {
    this.seed = seed;
    this.state = seed;
  }

  /** A generator of its own for each name, whatever was drawn from this one before. */
  public Rng split(String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return new Rng(mix(mix(seed + GOLDEN_GAMMA) ^ hash));
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return (nextLong() >>> 11) * TWO_TO_MINUS_53;
  }

  /** Uniform in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in 0 to bound - 1. */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** True with the given probability. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Normal with mean 0 and deviation 1 (Marsaglia's polar method). */
  public double gaussian() {
    while (true) {
      double u = uniform(-1, 1);
      double v = uniform(-1, 1);
      double square = u * u + v * v;
      if (square > 0 && square < 1) {
        return u * Math.sqrt(-2 * StrictMath.log(square) / square);
      }
    }
  }

  /** Normal with the given mean and deviation. */
  public double gaussian(double mean, double deviation) {
    return mean + deviation * gaussian();
  }

  public <T> T pick(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
