package org.murmurstream.trainer.segments;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Confusion;
import org.murmurstream.trainer.sites.Score;

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
    List<MurmurClass> labels = patients.stream().map(judged -> judged.patient().label()).toList();
    List<MurmurClass> decisions = patients.stream().map(judged -> judged.decision(rule)).toList();
    Confusion confusion = Confusion.of(labels, decisions);
    var counts = new EnumMap<MurmurClass, Map<MurmurClass, Integer>>(MurmurClass.class);
    for (MurmurClass decided : MurmurClass.values()) {
      var row = new EnumMap<MurmurClass, Integer>(MurmurClass.class);
      for (MurmurClass found : MurmurClass.values()) {
        row.put(found, confusion.count(decided, found));
      }
      counts.put(decided, row);
    }
    return new JudgedScore(Score.of(labels, decisions), counts);
  }
}
