package org.murmurstream.trainer.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything of the archive that is not in the data set, and why.
 *
 * @param records single records
 * @param recordings recordings of exams
 * @param exams whole exams
 */
public record Exclusions(List<OfRecord> records, List<OfRecording> recordings, List<OfExam> exams) {

  /** A later diagnosis of the same exam, or annotation of the same recording, took its place. */
  static final String SUPERSEDED = "SUPERSEDED";

  /** A diagnosis of an exam, or of a patient, of whom there are no recordings. */
  static final String NO_EXAM = "NO_EXAM";

  /** An annotation of a recording that is not there. */
  static final String NO_RECORDING = "NO_RECORDING";

  /**
   * An embedding of other audio than the data set has of a site: of an earlier revision, of an exam
   * that is left out, or of some of a site's recordings only.
   */
  static final String OTHER_AUDIO = "OTHER_AUDIO";

  /** Marks reach beyond the end of their recording. */
  static final String BEYOND_END = "BEYOND_END";

  /** Chunks of a recording are missing. */
  static final String INCOMPLETE = "INCOMPLETE";

  /** No recording of an exam is complete. */
  static final String NO_COMPLETE_RECORDING = "NO_COMPLETE_RECORDING";

  /** Nobody told what was found in this exam. */
  static final String NO_DIAGNOSIS = "NO_DIAGNOSIS";

  /**
   * A record.
   *
   * @param reason why; a {@link org.murmurstream.core.exam.Rejection} of a chunk, or one of this
   *     package's
   */
  public record OfRecord(ArchiveTopic topic, int partition, long offset, String reason) {

    static OfRecord of(Entry entry, String reason) {
      return new OfRecord(entry.topic(), entry.partition(), entry.offset(), reason);
    }
  }

  /**
   * A recording.
   *
   * @param chunks how many of its chunks are there
   */
  public record OfRecording(
      String patient, String exam, String site, int recording, int chunks, String reason) {}

  /** An exam. */
  public record OfExam(String patient, String exam, String reason) {}

  public Exclusions {
    records =
        records.stream()
            .sorted(
                Comparator.comparing(OfRecord::topic)
                    .thenComparingInt(OfRecord::partition)
                    .thenComparingLong(OfRecord::offset))
            .toList();
    recordings =
        recordings.stream()
            .sorted(
                Comparator.comparing(OfRecording::patient)
                    .thenComparing(OfRecording::exam)
                    .thenComparing(OfRecording::site)
                    .thenComparingInt(OfRecording::recording))
            .toList();
    exams =
        exams.stream()
            .sorted(Comparator.comparing(OfExam::patient).thenComparing(OfExam::exam))
            .toList();
  }

  static Exclusions union(List<Exclusions> parts) {
    List<OfRecord> records = new ArrayList<>();
    List<OfRecording> recordings = new ArrayList<>();
    List<OfExam> exams = new ArrayList<>();
    for (Exclusions part : parts) {
      records.addAll(part.records());
      recordings.addAll(part.recordings());
      exams.addAll(part.exams());
    }
    return new Exclusions(records, recordings, exams);
  }

  /** How many of each reason. */
  public SortedMap<String, Integer> counts() {
    SortedMap<String, Integer> counts = new TreeMap<>();
    Stream.of(
            records.stream().map(OfRecord::reason),
            recordings.stream().map(OfRecording::reason),
            exams.stream().map(OfExam::reason))
        .flatMap(reasons -> reasons)
        .forEach(reason -> counts.merge(reason, 1, Integer::sum));
    return counts;
  }

  /** Ids are never printed. */
  @Override
  public String toString() {
    return "Exclusions" + counts();
  }
}
