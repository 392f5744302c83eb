package org.murmurstream.trainer.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.core.metrics.Bootstrap;

/**
 * Patients who have something in common, for whom a model may do better or worse.
 *
 * @param title what they have in common
 * @param groups in order; a patient may be in several, or in none
 */
public record PatientGroups(String title, List<Group> groups) {

  private static final String NOT_STATED = "not stated";

  public PatientGroups {
    groups = List.copyOf(groups);
  }

  /**
   * Some patients.
   *
   * @param name of what they have in common
   * @param patients at least one
   */
  public record Group(String name, List<EvaluatedPatient> patients) {

    Figures figures() {
      return new Figures(patients.stream().map(EvaluatedPatient::scored).toList());
    }

    Bootstrap.Interval weightedAccuracy() {
      return figures().interval(Measure.WACC);
    }

    Bootstrap.Interval recallPresent() {
      return figures().interval(Measure.RECALL_PRESENT);
    }

    Bootstrap.Interval aurocPresent() {
      return figures().interval(Measure.AUROC_PRESENT);
    }
  }

  /** By site, by age, and those with a murmur by its grade and by where it is loudest; by fold. */
  public static List<PatientGroups> all(List<EvaluatedPatient> patients) {
    List<EvaluatedPatient> present =
        patients.stream()
            .filter(patient -> patient.finding().murmur() == MurmurClass.PRESENT)
            .toList();
    return List.of(
        by(
            "Patients with a recording of the site",
            patients,
            patient -> patient.recorded().stream().map(Enum::name).collect(Collectors.toSet())),
        by("Age group", patients, patient -> Set.of(words(patient.finding().ageGroup()))),
        by("Grade of the murmur", present, patient -> Set.of(grade(patient.finding()))),
        by(
            "Site where the murmur is loudest",
            present,
            patient ->
                Set.of(
                    patient
                        .finding()
                        .mostAudibleSite()
                        .map(AuscultationSite::name)
                        .orElse(NOT_STATED))),
        by("Fold in which the patient was held out", patients, PatientGroups::fold));
  }

  private static PatientGroups by(
      String title,
      List<EvaluatedPatient> patients,
      Function<EvaluatedPatient, Set<String>> names) {
    Map<String, List<EvaluatedPatient>> byName = new TreeMap<>();
    for (EvaluatedPatient patient : patients) {
      for (String name : names.apply(patient)) {
        byName.computeIfAbsent(name, group -> new ArrayList<>()).add(patient);
      }
    }
    return new PatientGroups(
        title,
        byName.entrySet().stream()
            .map(entry -> new Group(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Set<String> fold(EvaluatedPatient patient) {
    OptionalInt fold = patient.decision().fold();
    return fold.isEmpty() ? Set.of() : Set.of(Integer.toString(fold.getAsInt()));
  }

  /** The systolic grade, or else the diastolic. */
  private static String grade(Diagnosis finding) {
    return grade(
        "systolic ", finding.systolic(), grade("diastolic ", finding.diastolic(), NOT_STATED));
  }

  private static String grade(
      String phase, Optional<MurmurDescription> description, String otherwise) {
    return description
        .flatMap(MurmurDescription::grading)
        .map(grade -> phase + grade)
        .orElse(otherwise);
  }

  private static String words(Optional<? extends Enum<?>> value) {
    return value
        .map(stated -> stated.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse(NOT_STATED);
  }
}
