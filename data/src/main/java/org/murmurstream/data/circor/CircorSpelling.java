package org.murmurstream.data.circor;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;

/** How the CirCor data set spells what our schemas name. */
final class CircorSpelling {

  /** What stands where nothing is known. */
  static final String MISSING = "nan";

  static final String PATIENT_ID = "Patient ID";
  static final String RECORDING_LOCATIONS = "Recording locations:";
  static final String AGE = "Age";
  static final String MURMUR = "Murmur";
  static final String MURMUR_LOCATIONS = "Murmur locations";
  static final String MOST_AUDIBLE = "Most audible location";
  static final String SYSTOLIC = "Systolic";
  static final String DIASTOLIC = "Diastolic";
  static final String TIMING = " murmur timing";
  static final String SHAPE = " murmur shape";
  static final String GRADING = " murmur grading";
  static final String PITCH = " murmur pitch";
  static final String QUALITY = " murmur quality";
  static final String ADDITIONAL_ID = "Additional ID";

  private static final Map<MurmurClass, String> MURMURS =
      Map.of(
          MurmurClass.PRESENT,
          "Present",
          MurmurClass.UNKNOWN,
          "Unknown",
          MurmurClass.ABSENT,
          "Absent");

  private static final Map<AgeGroup, String> AGES =
      Map.of(
          AgeGroup.NEONATE, "Neonate",
          AgeGroup.INFANT, "Infant",
          AgeGroup.CHILD, "Child",
          AgeGroup.ADOLESCENT, "Adolescent",
          AgeGroup.YOUNG_ADULT, "Young Adult");

  private CircorSpelling() {}

  static String of(AuscultationSite site) {
    return site == AuscultationSite.PHC ? "Phc" : site.name();
  }

  static String of(List<AuscultationSite> sites) {
    return sites.stream().map(CircorSpelling::of).collect(Collectors.joining("+"));
  }

  static String of(MurmurClass murmur) {
    return MURMURS.get(murmur);
  }

  static String of(AgeGroup age) {
    return AGES.get(age);
  }

  static Optional<AuscultationSite> site(String text) {
    return Arrays.stream(AuscultationSite.values())
        .filter(site -> of(site).equalsIgnoreCase(text))
        .findFirst();
  }

  /** In upper or lower case, as all that is read. */
  static Optional<MurmurClass> murmur(String text) {
    return keyOf(MURMURS, text);
  }

  static Optional<AgeGroup> age(String text) {
    return keyOf(AGES, text);
  }

  private static <K> Optional<K> keyOf(Map<K, String> spellings, String text) {
    return spellings.entrySet().stream()
        .filter(entry -> entry.getValue().equalsIgnoreCase(text))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
