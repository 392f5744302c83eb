package org.murmurstream.data.circor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a patient's {@code <id>.txt} states of the patient.
 *
 * @param stated values by title, in upper or lower case
 */
record CircorText(String patientId, Map<String, String> stated) {

  private static final String MARK = "#";

  /** Of the lines {@code #title: value} among the lines of a text. */
  static CircorText of(String patientId, List<String> lines) {
    var stated = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (line.startsWith(MARK) && colon > 0) {
        stated.put(line.substring(MARK.length(), colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return new CircorText(patientId, stated);
  }

  /** Of a patient: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "CircorText[]";
  }
}
