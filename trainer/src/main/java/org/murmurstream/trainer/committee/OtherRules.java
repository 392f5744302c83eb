package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.ScoredPatient;

/** What held-out probabilities come to by rules and policies other than the one chosen. */
public final class OtherRules {

  private static final DecisionRule BALANCED = new DecisionRule(4.5, 6, 1, 0.1);
  private static final DecisionRule CHALLENGE = new DecisionRule(5, 3, 1, 0.1);

  private OtherRules() {}

  /** A line for each rule and policy, and how many patients are flagged at all. */
  public static List<String> lines(DecisionCrossValidation.Result result, Doubts doubts) {
    var lines = new ArrayList<String>();
    for (DecisionRule rule : List.of(BALANCED, CHALLENGE)) {
      for (Doubts.Policy policy : Doubts.Policy.values()) {
        List<ScoredPatient> patients = result.by(rule, doubts.with(policy));
        lines.add(
            String.format(
                Locale.ROOT,
                "at (%s, %s, %s), %s: W.acc %.3f, UAR %.3f",
                rule.absentWeight(),
                rule.presentWeight(),
                rule.unknownWeight(),
                policy.name().toLowerCase(Locale.ROOT),
                Measure.WACC.of(patients),
                Measure.UAR.of(patients)));
      }
    }
    long flagged = result.flags().values().stream().filter(flags -> !flags.isEmpty()).count();
    lines.add("a flag is raised on %d of %d patients".formatted(flagged, result.patients().size()));
    return lines;
  }
}
