package org.murmurstream.data.circor;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.murmurstream.core.AuscultationSite;

/**
 * The name of a recording, {@code <id>_<site>[_<number>].wav}.
 *
 * @param patientId pseudonym of the patient
 * @param site as it is spelt there
 * @param number 0 if there is none
 */
public record WavName(String patientId, String site, int number) {

  /** Ids as the stream takes them, but for hidden files. */
  private static final String ID = "[A-Za-z0-9_:-][A-Za-z0-9._:-]{0,127}";

  private static final Pattern PATIENT_ID = Pattern.compile(ID);
  private static final Pattern NAME =
      Pattern.compile(
          "(?<patient>" + ID + ")_(?<site>[A-Za-z]+)(?:_(?<number>[0-9]{1,2}))?\\.wav",
          Pattern.CASE_INSENSITIVE);

  /** Of a file, whatever the case of its suffix; empty if it is no such name. */
  public static Optional<WavName> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String number = matcher.group("number");
    return Optional.of(
        new WavName(
            matcher.group("patient"),
            matcher.group("site"),
            number == null ? 0 : Integer.parseInt(number)));
  }

  /** Where it was made, in upper or lower case; empty if that is no site. */
  public Optional<AuscultationSite> auscultationSite() {
    return Arrays.stream(AuscultationSite.values())
        .filter(known -> known.name().equalsIgnoreCase(site))
        .findFirst();
  }

  /** Whether a patient may be called so. */
  static boolean isPatientId(String text) {
    return PATIENT_ID.matcher(text).matches();
  }

  /** Of a patient: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "WavName[]";
  }
}
