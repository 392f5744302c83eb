package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything a report tells of.
 *
 * @param model what decided, for people
 * @param digest of the model bundle; empty if the decisions were read from a file
 * @param decisions one per patient
 * @param faults what could not be heard; empty if the decisions were read from a file
 * @param scored the patients with a finding
 */
public record Evaluation(
    String model,
    Optional<String> digest,
    List<Decision> decisions,
    Faults faults,
    List<ScoredPatient> scored) {

  public Evaluation {
    decisions = List.copyOf(decisions);
    scored = List.copyOf(scored);
  }

  /**
   * What could not be heard.
   *
   * @param patients number of patients of whom nothing could be heard, by reason
   * @param recordings number of recordings that took no part, by reason, those of these patients
   *     included
   */
  public record Faults(SortedMap<String, Integer> patients, SortedMap<String, Integer> recordings) {

    /** Nothing is known to have gone wrong. */
    public static final Faults NONE = new Faults(new TreeMap<>(), new TreeMap<>());

    /** Counts. */
    public static Faults of(List<HeardPatient> heard) {
      var patients = new TreeMap<String, Integer>();
      var recordings = new TreeMap<String, Integer>();
      for (HeardPatient patient : heard) {
        patient.unheard().ifPresent(reason -> patients.merge(reason, 1, Integer::sum));
        patient.faults().forEach(fault -> recordings.merge(fault.reason(), 1, Integer::sum));
      }
      return new Faults(patients, recordings);
    }

    /** Sentences for people, without any id; none if nothing went wrong. */
    public List<String> sentences(int all) {
      var sentences = new ArrayList<String>();
      if (!patients.isEmpty()) {
        sentences.add(
            "%d of %d patients could not be heard and are called Unknown: %s"
                .formatted(sum(patients), all, list(patients)));
      }
      if (!recordings.isEmpty()) {
        sentences.add(
            "%d recordings took no part: %s".formatted(sum(recordings), list(recordings)));
      }
      return sentences;
    }

    private static int sum(Map<String, Integer> counts) {
      return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String list(Map<String, Integer> counts) {
      return counts.entrySet().stream()
          .map(entry -> entry.getValue() + " " + entry.getKey())
          .collect(Collectors.joining(", "));
    }
  }
}
