package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.murmurstream.core.DecisionRule;

/**
 * Everything a report tells of.
 *
 * @param model what decided, for people
 * @param digest of the model bundle; empty if the decisions were read from a file
 * @param rule from probabilities to decisions; empty if that is not known
 * @param decisions one per patient
 * @param evaluated the patients with a finding
 */
public record Evaluation(
    String model,
    Optional<String> digest,
    Optional<DecisionRule> rule,
    List<PatientDecision> decisions,
    List<EvaluatedPatient> evaluated) {

  public Evaluation {
    decisions = List.copyOf(decisions);
    evaluated = List.copyOf(evaluated);
  }

  /** The patients with a finding, each decision beside the truth. */
  public List<ScoredPatient> scored() {
    return evaluated.stream().map(EvaluatedPatient::scored).toList();
  }

  /** How many patients are called Unknown because nobody listened to them. */
  public int unheard() {
    return (int) decisions.stream().filter(PatientDecision::isUnheard).count();
  }

  /** What whoever reads a score must know first, if anybody was not listened to. */
  public Optional<String> warning() {
    return unheard() == 0
        ? Optional.empty()
        : Optional.of(
            "**%d of %d patients were never heard: the files are missing or unreadable, or the model failed. They count as Unknown in every score.**"
                .formatted(unheard(), decisions.size()));
  }

  /** What could not be heard; nothing if the decisions were read from a file. */
  public Faults faults() {
    return Faults.of(decisions);
  }

  /** What the decisions deserve care for; nothing if that was not kept. */
  public Grounds grounds() {
    return new Grounds(decisions);
  }

  /**
   * What could not be heard.
   *
   * @param patients number of patients of whom nothing could be heard, by reason
   * @param recordings number of recordings that took no part, by reason, those of these patients
   *     included
   */
  public record Faults(SortedMap<String, Integer> patients, SortedMap<String, Integer> recordings) {

    private static Faults of(List<PatientDecision> decisions) {
      var patients = new TreeMap<String, Integer>();
      var recordings = new TreeMap<String, Integer>();
      for (PatientDecision patient : decisions) {
        patient.undecided().ifPresent(reason -> patients.merge(reason, 1, Integer::sum));
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
