package org.murmurstream.data.circor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.UserException;

/**
 * The clinicians' findings by themselves, apart from any recordings: whoever decides need not see
 * them.
 */
public final class CircorFindings {

  /** No findings at all. */
  public static final CircorFindings NONE = new CircorFindings(new CircorTable(), 0);

  private final CircorTable table;
  private final int flawedDetails;

  private CircorFindings(CircorTable table, int flawedDetails) {
    this.table = table;
    this.flawedDetails = flawedDetails;
  }

  /**
   * Reads a table with the columns {@code Patient ID} and {@code Murmur}, and what else there is of
   * those of {@code training_data.csv}. An empty {@code Murmur} is no finding.
   *
   * @throws UserException if it cannot be read, a row has no patient or one that has a row already,
   *     or a {@code Murmur} is none of the three
   */
  public static CircorFindings read(Path file) {
    Problems problems = new Problems(file);
    Problems details = new Problems(file);
    try {
      CircorTable table = CircorTable.read(file, problems, details);
      problems.throwIfAny();
      return new CircorFindings(table, details.count());
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Every patient with a row, in the order of the table. */
  public Set<String> patientIds() {
    return table.patientIds();
  }

  /** The finding of a patient; empty if there is none. */
  public Optional<Diagnosis> of(String patientId) {
    return table.diagnosis(patientId);
  }

  /** How many ages and sites could not be understood, and were taken as not stated. */
  public int flawedDetails() {
    return flawedDetails;
  }
}
