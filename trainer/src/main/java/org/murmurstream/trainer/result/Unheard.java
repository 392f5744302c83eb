package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.data.circor.CircorRecordings;

/**
 * Files that nobody could listen to, for whoever named their folder.
 *
 * @param decisions on the patients
 * @param recordings their files
 */
public record Unheard(List<PatientDecision> decisions, CircorRecordings recordings) {

  private static final int SHOWN = 10;

  /** How many patients are called Unknown because nobody listened to them. */
  public int patients() {
    return (int) decisions.stream().filter(PatientDecision::isUnheard).count();
  }

  /** What is wrong with each file, the first ten of them, and how many more there are. */
  public List<String> sentences() {
    var sentences = new ArrayList<String>();
    for (PatientDecision patient : decisions) {
      for (PatientDecision.Fault fault : patient.faults()) {
        if (!fault.detail().isEmpty()) {
          sentences.add(file(patient.patientId(), fault) + " " + fault.detail());
        }
      }
    }
    if (sentences.size() <= SHOWN) {
      return sentences;
    }
    var shown = new ArrayList<>(sentences.subList(0, SHOWN));
    shown.add(
        "... and %d files more; failures.csv of --report and the log name them all"
            .formatted(sentences.size() - SHOWN));
    return shown;
  }

  private String file(String patientId, PatientDecision.Fault fault) {
    return recordings.of(patientId).stream()
        .filter(file -> file.site() == fault.site() && file.index() == fault.index())
        .map(file -> file.wav().toString())
        .findFirst()
        .orElse("a recording");
  }

  /** Of patients: nothing of them is ever printed by the way. */
  @Override
  public String toString() {
    return "Unheard[%d]".formatted(patients());
  }
}
