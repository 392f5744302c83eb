package org.murmurstream.trainer.sites;

import java.util.List;
import org.murmurstream.core.Probabilities;

/** Weighted means of distributions: late fusion. */
public final class Mixture {

  private Mixture() {}

  /** The plain mean of some distributions, at least one. */
  public static Probabilities mean(List<Probabilities> parts) {
    Probabilities mean = parts.get(0);
    for (int i = 1; i < parts.size(); i++) {
      mean = of(i / (i + 1.0), mean, parts.get(i));
    }
    return mean;
  }

  /** {@code share * one + (1 - share) * other}. */
  public static Probabilities of(double share, Probabilities one, Probabilities other) {
    return new Probabilities(
        share * one.present() + (1 - share) * other.present(),
        share * one.unknown() + (1 - share) * other.unknown(),
        share * one.absent() + (1 - share) * other.absent());
  }
}
