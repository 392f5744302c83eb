package org.murmurstream.trainer.main.options;

import java.util.List;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.UserException;
import picocli.CommandLine.Option;

/** The options of commands that fit a decision: a picocli mixin. */
public final class DecisionOptions {

  @Option(
      names = "--weights",
      split = ",",
      arity = "1",
      defaultValue = "1,4.5,6",
      paramLabel = "A,P,U",
      description =
          "The decision is for the class of highest probability times weight: the weights of Absent,"
              + " Present and Unknown (default: ${DEFAULT-VALUE}).")
  private List<Double> weights;

  @Option(
      names = "--policy",
      defaultValue = "STRICT",
      paramLabel = "POLICY",
      description =
          "What becomes of Absent through sound of unfamiliar colour: STRICT, nobody is called so, or"
              + " CONFIDENT, it stands from a probability of 0.9 on (default: ${DEFAULT-VALUE}).")
  private Doubts.Policy policy;

  @Option(
      names = "--draws",
      defaultValue = "4",
      paramLabel = "N",
      description =
          "Distortions of each patient's recordings to fit on as well, as other circumstances would"
              + " have left them; 0 for none (default: ${DEFAULT-VALUE}).")
  private int draws;

  /**
   * The rule.
   *
   * @throws UserException if the weights are none
   */
  public DecisionRule rule() {
    if (weights.size() != 3) {
      throw new UserException("--weights takes three numbers: Absent, Present, Unknown");
    }
    try {
      return new DecisionRule(
          weights.get(1), weights.get(2), weights.get(0), DecisionRule.MOST_LIKELY.minMargin());
    } catch (IllegalArgumentException e) {
      throw new UserException("--weights: " + e.getMessage(), e);
    }
  }

  /** What flags make of it. */
  public Doubts doubts() {
    return Doubts.standard(policy);
  }

  /** Distortions of each patient's recordings to fit on. */
  public int draws() {
    return draws;
  }
}
