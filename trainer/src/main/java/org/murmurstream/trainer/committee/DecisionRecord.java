package org.murmurstream.trainer.committee;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.metrics.Bootstrap;

/**
 * What a decision was fitted on, and how well it does on patients it was not fitted on.
 *
 * @param code version of this program
 * @param networks SHA-256 of the weights of each fold's networks, whose outputs were averaged
 * @param rule from probabilities to a class
 * @param doubts what flags make of it; null of decisions from before there were flags
 * @param draws distortions of each patient's recordings that it was fitted on as well; likewise
 * @param patients how many
 * @param scores by name, with 95 % intervals over subjects
 * @param confusion number of patients by decision, then by finding
 */
public record DecisionRecord(
    String code,
    List<List<String>> networks,
    DecisionRule rule,
    @JsonInclude(JsonInclude.Include.NON_NULL) Doubts doubts,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer draws,
    int patients,
    Map<String, Bootstrap.Interval> scores,
    Map<MurmurClass, Map<MurmurClass, Integer>> confusion) {

  public DecisionRecord {
    networks = List.copyOf(networks);
    scores = new LinkedHashMap<>(scores);
    confusion = new LinkedHashMap<>(confusion);
  }

  /** Number of patients with this finding who were decided so. */
  public int count(MurmurClass decided, MurmurClass found) {
    return confusion.get(decided).get(found);
  }

  /** Number of patients with this finding. */
  public int found(MurmurClass found) {
    return confusion.values().stream().mapToInt(decided -> decided.get(found)).sum();
  }

  /** Lines to be read by a person. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d patients, decision weights (Present, Unknown, Absent) = (%s, %s, %s)%s",
            patients,
            rule.presentWeight(),
            rule.unknownWeight(),
            rule.absentWeight(),
            doubts == null ? "" : ", policy " + doubts.policy().name().toLowerCase(Locale.ROOT)));
    scores.forEach((name, interval) -> lines.add(line(name, interval)));
    lines.add("decided (rows) by finding (columns): Present Unknown Absent");
    for (MurmurClass decided : MurmurClass.values()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %-8s %5d %5d %5d",
              decided,
              count(decided, MurmurClass.PRESENT),
              count(decided, MurmurClass.UNKNOWN),
              count(decided, MurmurClass.ABSENT)));
    }
    return lines;
  }

  private static String line(String name, Bootstrap.Interval interval) {
    return String.format(
        Locale.ROOT,
        "%-19s %.3f [%.3f, %.3f]",
        name,
        interval.estimate(),
        interval.low(),
        interval.high());
  }
}
