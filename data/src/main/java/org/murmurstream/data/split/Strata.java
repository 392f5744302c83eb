package org.murmurstream.data.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.LabelledPatient;

/** Patients by person and class: what every split is drawn from. */
final class Strata {

  /** Rarest first. */
  private static final List<MurmurClass> CLASSES =
      List.of(MurmurClass.UNKNOWN, MurmurClass.PRESENT, MurmurClass.ABSENT);

  private Strata() {}

  /**
   * The subjects of a class.
   *
   * @param subjects the patients of each
   */
  record OfClass(MurmurClass label, List<List<LabelledPatient>> subjects) {}

  /**
   * Groups and shuffles. A subject counts as the rarest class among its patients.
   *
   * @param seed same seed and patients, same order, whatever the order of the patients
   * @return every class, the rarest first
   */
  static List<OfClass> shuffled(List<LabelledPatient> patients, long seed) {
    var subjects = new TreeMap<String, List<LabelledPatient>>();
    for (LabelledPatient patient : patients) {
      subjects.computeIfAbsent(patient.subject(), s -> new ArrayList<>()).add(patient);
    }
    var byClass = new LinkedHashMap<MurmurClass, List<List<LabelledPatient>>>();
    CLASSES.forEach(label -> byClass.put(label, new ArrayList<>()));
    subjects.values().forEach(subject -> byClass.get(labelOf(subject)).add(subject));
    var random = new Random(seed);
    var shuffled = new ArrayList<OfClass>();
    for (Map.Entry<MurmurClass, List<List<LabelledPatient>>> ofClass : byClass.entrySet()) {
      Collections.shuffle(ofClass.getValue(), random);
      shuffled.add(new OfClass(ofClass.getKey(), ofClass.getValue()));
    }
    return shuffled;
  }

  private static MurmurClass labelOf(List<LabelledPatient> subject) {
    return subject.stream()
        .map(LabelledPatient::label)
        .min(Comparator.comparingInt(CLASSES::indexOf))
        .orElseThrow();
  }
}
