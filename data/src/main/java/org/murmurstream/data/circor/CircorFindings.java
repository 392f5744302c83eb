package org.murmurstream.data.circor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.UserException;

/**
 * The clinicians' findings by themselves, apart from any recordings: whoever decides need not see
 * them.
 */
public final class CircorFindings {

  /** No findings at all. */
  public static final CircorFindings NONE = new CircorFindings(new CircorTable(), List.of());

  private final CircorTable table;
  private final List<String> remarks;

  private CircorFindings(CircorTable table, List<String> remarks) {
    this.table = table;
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Reads a table with the columns {@code Patient ID} and {@code Murmur}, and what else there is of
   * those of {@code training_data.csv}. An empty {@code Murmur} is no finding.
   *
   * @throws UserException if it cannot be read, a row has no patient or one that has a row already,
   *     or a {@code Murmur} is none of the three
   */
  public static CircorFindings read(Path file) {
    Problems problems = Problems.of(file + " is no table of findings");
    Problems details = new Problems(file);
    CircorTable table = CircorTable.read(file, problems, details);
    problems.throwIfAny();
    return new CircorFindings(table, flaws(file.toString(), details));
  }

  /**
   * The findings that come with recordings: of the table in the folder or beside it, see {@code
   * docs/data.md}; without one, of the lines {@code #Murmur:} of the patients' texts.
   *
   * @throws UserException as above
   */
  public static CircorFindings of(CircorRecordings recordings) {
    TableSearch search = recordings.table();
    var remarks = new ArrayList<>(search.remarks());
    if (search.found().isPresent()) {
      CircorFindings findings = read(search.found().get());
      remarks.addAll(findings.remarks);
      return new CircorFindings(findings.table, remarks);
    }
    Problems problems = Problems.of("findings cannot be read");
    Problems details = Problems.of("details cannot be read");
    CircorTable stated = CircorTable.of(recordings.texts(), problems, details);
    problems.throwIfAny();
    if (stated.findings() == 0) {
      remarks.add("no table of findings was found: there will be decisions, but no scores");
    } else {
      remarks.add(
          "findings are those of the lines #Murmur in the texts of %d patients"
              .formatted(stated.findings()));
    }
    remarks.addAll(flaws("the texts", details));
    return new CircorFindings(stated, remarks);
  }

  private static List<String> flaws(String place, Problems details) {
    return details.count() == 0
        ? List.of()
        : List.of(
            "%s: %d ages or sites are not understood and taken as not stated"
                .formatted(place, details.count()));
  }

  /** The finding of a patient; empty if there is none. */
  public Optional<Diagnosis> of(String patientId) {
    return table.diagnosis(patientId);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return table.findings() == 0;
  }

  /** Where they are from and what was passed over, in sentences for people; may be none. */
  public List<String> remarks() {
    return remarks;
  }
}
