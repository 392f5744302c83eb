package org.murmurstream.trainer.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What the trainings of a trial say of the patients they held out, by seed. */
public final class SeedAnswers<T> {

  private final SortedMap<Long, List<T>> bySeed = new TreeMap<>();

  /** Adds what the training of a fold says. */
  public void add(long seed, List<T> answers) {
    bySeed.computeIfAbsent(seed, s -> new ArrayList<>()).addAll(answers);
  }

  /** All answers of each seed. */
  public Map<Long, List<T>> bySeed() {
    return Collections.unmodifiableMap(bySeed);
  }

  /**
   * One answer for each patient, of all seeds, by patient id.
   *
   * @param patientId whom an answer is about
   * @param mean of the answers about one patient
   */
  public List<T> together(Function<T, String> patientId, Function<List<T>, T> mean) {
    var byPatient = new TreeMap<String, List<T>>();
    bySeed
        .values()
        .forEach(
            answers ->
                answers.forEach(
                    answer ->
                        byPatient
                            .computeIfAbsent(patientId.apply(answer), id -> new ArrayList<>())
                            .add(answer)));
    return byPatient.values().stream().map(mean).toList();
  }
}
