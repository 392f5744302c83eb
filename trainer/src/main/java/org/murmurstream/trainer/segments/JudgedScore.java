package org.murmurstream.trainer.segments;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.trainer.result.Figures;
import org.murmurstream.trainer.result.Score;
import org.murmurstream.trainer.result.ScoredPatient;

/**
 * How good decisions on patients are by one rule.
 *
 * @param score figures
 * @param confusion numbers of patients, by decision and then by finding
 */
public record JudgedScore(Score score, Map<MurmurClass, Map<MurmurClass, Integer>> confusion) {

  /** Scores patients by each rule. */
  static Map<JudgedPatient.Rule, JudgedScore> of(List<JudgedPatient> patients) {
    var scores = new EnumMap<JudgedPatient.Rule, JudgedScore>(JudgedPatient.Rule.class);
    for (JudgedPatient.Rule rule : JudgedPatient.Rule.values()) {
      scores.put(rule, of(patients, rule));
    }
    return scores;
  }

  /** Scores patients by one rule. */
  public static JudgedScore of(List<JudgedPatient> patients, JudgedPatient.Rule rule) {
    List<ScoredPatient> decided = patients.stream().map(one -> one.decided(rule)).toList();
    return new JudgedScore(Score.of(decided), new Figures(decided).confusion().counts());
  }
}
