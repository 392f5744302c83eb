package org.murmurstream.trainer.main.options;

import org.murmurstream.console.ClassNumbers;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.UserException;
import picocli.CommandLine.Option;

/** The options of commands that fit a decision: a picocli mixin. */
public final class DecisionOptions {

  @Option(
      names = "--weights",
      defaultValue = "present=4.5,unknown=6,absent=1",
      paramLabel = ClassNumbers.LABEL,
      converter = ClassNumbers.Converter.class,
      description =
          "The decision is for the class of highest probability times weight: the weights (default:"
              + " ${DEFAULT-VALUE}).")
  private ClassNumbers weights;

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
    try {
      return new DecisionRule(
          weights.present(),
          weights.unknown(),
          weights.absent(),
          DecisionRule.MOST_LIKELY.minMargin());
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
