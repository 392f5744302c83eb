package org.murmurstream.trainer.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of the patients of one bucket.
 *
 * @param exams what was written
 * @param rows the row of the table for each of them, a value by title
 * @param exclusions what was not
 * @param repeated records that say again what another said
 */
record Outcome(
    List<Manifest.Exam> exams,
    List<Map<String, String>> rows,
    Exclusions exclusions,
    long repeated) {

  /** An outcome in the making. */
  static final class Draft {

    private final List<Manifest.Exam> exams = new ArrayList<>();
    private final List<Map<String, String>> rows = new ArrayList<>();
    private final List<Exclusions.OfRecord> records = new ArrayList<>();
    private final List<Exclusions.OfRecording> recordings = new ArrayList<>();
    private final List<Exclusions.OfExam> excludedExams = new ArrayList<>();
    private long repeated;

    void written(Manifest.Exam exam, Map<String, String> row) {
      exams.add(exam);
      rows.add(row);
    }

    void exclude(Entry entry, String reason) {
      records.add(Exclusions.OfRecord.of(entry, reason));
    }

    void exclude(Exclusions.OfRecording recording) {
      recordings.add(recording);
    }

    void exclude(Exclusions.OfExam exam) {
      excludedExams.add(exam);
    }

    void repeated() {
      repeated++;
    }

    Outcome outcome() {
      return new Outcome(exams, rows, new Exclusions(records, recordings, excludedExams), repeated);
    }
  }

  @Override
  public String toString() {
    return "Outcome[%d exams, %s]".formatted(exams.size(), exclusions);
  }
}
