package org.murmurstream.kafka.predictions;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.murmurstream.schemas.MurmurPrediction;

/**
 * Which predictions somebody wants to see.
 *
 * @param exams ids of exams; all if there are none
 * @param patients ids of patients; all if there are none
 */
public record PredictionFilter(Set<String> exams, Set<String> patients)
    implements Predicate<MurmurPrediction> {

  public PredictionFilter {
    exams = Set.copyOf(exams);
    patients = Set.copyOf(patients);
  }

  @Override
  public boolean test(MurmurPrediction prediction) {
    return (exams.isEmpty() || exams.contains(prediction.getExamId()))
        && (patients.isEmpty() || patients.contains(prediction.getPatientId()));
  }

  /** Of each exam the answer of the highest revision, in the order of their decisions. */
  public List<MurmurPrediction> latest(List<MurmurPrediction> all) {
    Map<String, MurmurPrediction> latest = new LinkedHashMap<>();
    all.stream()
        .filter(this)
        .forEach(
            prediction ->
                latest.merge(
                    prediction.getExamId(),
                    prediction,
                    (one, other) -> other.getRevision() >= one.getRevision() ? other : one));
    return latest.values().stream()
        .sorted(Comparator.comparing(MurmurPrediction::getDecidedAt))
        .toList();
  }

  /** Ids are patients': only how many there are is ever printed. */
  @Override
  public String toString() {
    return "PredictionFilter[%d exams, %d patients]".formatted(exams.size(), patients.size());
  }
}
