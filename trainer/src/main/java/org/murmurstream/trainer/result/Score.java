package org.murmurstream.trainer.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How good decisions on patients are: {@link Measure#OF_DECISIONS}, as kept in {@code
 * metrics.json}.
 *
 * @param patients how many
 * @param values by measure
 */
public record Score(int patients, Map<Measure, Double> values) {

  public Score {
    values = new TreeMap<>(values);
  }

  /** Scores decisions. */
  public static Score of(List<ScoredPatient> patients) {
    var values = new TreeMap<Measure, Double>();
    for (Measure measure : Measure.OF_DECISIONS) {
      values.put(measure, measure.of(patients));
    }
    return new Score(patients.size(), values);
  }

  /**
   * One figure.
   *
   * @param measure one of {@link Measure#OF_DECISIONS}
   */
  public double of(Measure measure) {
    return values.get(measure);
  }
}
