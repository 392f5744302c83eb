package org.murmurstream.core;

/**
 * From probabilities to a class: the class whose weighted probability is highest, and of equal ones
 * the first in the order of {@link MurmurClass}.
 *
 * <p>With all weights 1 the most likely class wins. For calibrated probabilities, weights of (5, 3,
 * 1) maximise the expected weighted accuracy of the PhysioNet Challenge 2022.
 *
 * @param presentWeight above 0
 * @param unknownWeight above 0
 * @param absentWeight above 0
 * @param minMargin a verdict whose {@link #margin} is below this deserves care, 0 to 1
 */
public record DecisionRule(
    double presentWeight, double unknownWeight, double absentWeight, double minMargin) {

  /** The most likely class; careful where it leads by less than 0.1. */
  public static final DecisionRule MOST_LIKELY = new DecisionRule(1, 1, 1, 0.1);

  public DecisionRule {
    requireWeight("presentWeight", presentWeight);
    requireWeight("unknownWeight", unknownWeight);
    requireWeight("absentWeight", absentWeight);
    if (!(minMargin >= 0 && minMargin <= 1)) {
      throw new IllegalArgumentException("decision: minMargin must be 0 to 1, was " + minMargin);
    }
  }

  public MurmurClass decide(Probabilities probabilities) {
    MurmurClass best = MurmurClass.PRESENT;
    for (MurmurClass murmur : MurmurClass.values()) {
      if (weighted(probabilities, murmur) > weighted(probabilities, best)) {
        best = murmur;
      }
    }
    return best;
  }

  /**
   * How far the winner leads the runner-up, both as shares of the sum of the three weighted
   * probabilities: 0 for a tie, 1 if the others have none.
   */
  public double margin(Probabilities probabilities) {
    MurmurClass winner = decide(probabilities);
    double runnerUp = 0;
    double sum = 0;
    for (MurmurClass murmur : MurmurClass.values()) {
      double weighted = weighted(probabilities, murmur);
      sum += weighted;
      if (murmur != winner) {
        runnerUp = Math.max(runnerUp, weighted);
      }
    }
    return (weighted(probabilities, winner) - runnerUp) / sum;
  }

  /** The weight of a class. */
  public double weight(MurmurClass murmur) {
    return switch (murmur) {
      case PRESENT -> presentWeight;
      case UNKNOWN -> unknownWeight;
      case ABSENT -> absentWeight;
    };
  }

  /** What is compared: the probability of a class times its weight. */
  public double weighted(Probabilities probabilities, MurmurClass murmur) {
    return weight(murmur) * probabilities.of(murmur);
  }

  /** What it decides for, for people: wherever a class stands beside probabilities. */
  public String sentence() {
    return "Decided is the class of highest probability times weight: Present x %s, Unknown x %s, Absent x %s."
        .formatted(
            Explanation.number(presentWeight),
            Explanation.number(unknownWeight),
            Explanation.number(absentWeight));
  }

  private static void requireWeight(String name, double weight) {
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException("decision: " + name + " must be above 0, was " + weight);
    }
  }
}
