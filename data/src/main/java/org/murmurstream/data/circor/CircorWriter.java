package org.murmurstream.data.circor;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.wav.WavFile;

/** Writes patients as a folder in the layout of the CirCor data set. */
public final class CircorWriter {

  /** Name of the table of findings. */
  public static final String TABLE = CircorFolder.TABLE;

  private final Path recordings;
  private final Path table;

  /**
   * @param folder where {@code training_data.csv} and {@code training_data/} are to be; made if
   *     missing
   */
  public CircorWriter(Path folder) throws IOException {
    this.recordings = Files.createDirectories(folder.resolve(CircorFolder.RECORDINGS));
    this.table = folder.resolve(CircorFolder.TABLE);
  }

  /**
   * Writes every patient of a source; files of the same names are replaced.
   *
   * @param written told each patient's id once it is on disk
   */
  public void write(ExamSource source, Consumer<String> written) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (String patientId : source.patientIds()) {
      rows.add(write(source.examine(patientId, 1)));
      written.accept(patientId);
    }
    writeTable(rows);
  }

  /**
   * Writes the files of one patient; files of the same names are replaced.
   *
   * @param exam at least one recording; {@link CircorFolder#takesPatientId} takes its patient
   * @return the patient's row of the table, a value by title
   */
  public Map<String, String> write(ExamRecordings exam) throws IOException {
    Map<String, String> findings = findings(exam);
    for (SiteRecording recording : exam.recordings()) {
      WavFile.write(recordings.resolve(wav(exam, recording)), recording.audio());
      Files.writeString(recordings.resolve(name(exam, recording) + ".tsv"), marks(recording));
    }
    Files.writeString(
        recordings.resolve(exam.patientId() + CircorPatient.SUFFIX), text(exam, findings));
    return row(exam, findings);
  }

  /** Writes the table in place of any other; only then is the folder whole. */
  public void writeTable(List<Map<String, String>> rows) throws IOException {
    Set<String> titles = new LinkedHashSet<>(List.of(CircorSpelling.PATIENT_ID));
    rows.forEach(row -> titles.addAll(row.keySet()));
    CsvSchema schema = CsvSchema.builder().addColumns(titles, CsvSchema.ColumnType.STRING).build();
    try (SequenceWriter csv =
        new CsvMapper().writer(schema.withHeader()).writeValues(table.toFile())) {
      csv.writeAll(rows);
    }
  }

  /** The name of a recording's file. */
  public static String wav(ExamRecordings exam, SiteRecording recording) {
    return name(exam, recording) + ".wav";
  }

  private static Map<String, String> row(ExamRecordings exam, Map<String, String> findings) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put(CircorSpelling.PATIENT_ID, exam.patientId());
    row.put(
        CircorSpelling.RECORDING_LOCATIONS,
        CircorSpelling.of(exam.recordings().stream().map(SiteRecording::site).toList()));
    row.putAll(findings);
    return row;
  }

  private static String text(ExamRecordings exam, Map<String, String> findings) {
    StringBuilder text = new StringBuilder();
    int hertz = exam.recordings().get(0).audio().sampleRateHz();
    text.append("%s %d %d\n".formatted(exam.patientId(), exam.recordings().size(), hertz));
    for (SiteRecording recording : exam.recordings()) {
      String name = name(exam, recording);
      text.append(
          "%s %s.hea %s.wav %s.tsv\n"
              .formatted(CircorSpelling.of(recording.site()), name, name, name));
    }
    findings.forEach((title, value) -> text.append("#%s: %s\n".formatted(title, value)));
    return text.toString();
  }

  /** As the data set does it: a number only where a site was recorded more than once. */
  private static String name(ExamRecordings exam, SiteRecording recording) {
    long ofThisSite =
        exam.recordings().stream().filter(other -> other.site() == recording.site()).count();
    String name = exam.patientId() + "_" + CircorSpelling.of(recording.site());
    return ofThisSite > 1 ? name + "_" + (recording.index() + 1) : name;
  }

  /** Every moment belongs to a line: what lies between marks is phase 0. */
  private static String marks(SiteRecording recording) {
    StringBuilder text = new StringBuilder();
    double marked = 0;
    for (CycleInterval mark : recording.marks()) {
      appendMark(text, marked, mark.startSeconds(), CircorMarks.UNMARKED);
      appendMark(text, mark.startSeconds(), mark.endSeconds(), CircorMarks.codeOf(mark.phase()));
      marked = mark.endSeconds();
    }
    appendMark(text, marked, recording.audio().seconds(), CircorMarks.UNMARKED);
    return text.toString();
  }

  private static void appendMark(StringBuilder text, double start, double end, int code) {
    String from = String.format(Locale.ROOT, "%.6f", start);
    String to = String.format(Locale.ROOT, "%.6f", end);
    if (!from.equals(to)) {
      text.append("%s\t%s\t%d\n".formatted(from, to, code));
    }
  }

  private static Map<String, String> findings(ExamRecordings exam) {
    Map<String, String> findings = new LinkedHashMap<>();
    Diagnosis diagnosis = exam.diagnosis().orElse(null);
    findings.put(
        CircorSpelling.AGE,
        exam.diagnosis()
            .flatMap(Diagnosis::ageGroup)
            .map(CircorSpelling::of)
            .orElse(CircorSpelling.MISSING));
    if (diagnosis != null) {
      findings.put(CircorSpelling.MURMUR, CircorSpelling.of(diagnosis.murmur()));
      findings.put(
          CircorSpelling.MURMUR_LOCATIONS,
          diagnosis.murmurLocations().isEmpty()
              ? CircorSpelling.MISSING
              : CircorSpelling.of(diagnosis.murmurLocations()));
      findings.put(
          CircorSpelling.MOST_AUDIBLE,
          diagnosis.mostAudibleSite().map(CircorSpelling::of).orElse(CircorSpelling.MISSING));
      describe(CircorSpelling.SYSTOLIC, diagnosis.systolic(), findings);
      describe(CircorSpelling.DIASTOLIC, diagnosis.diastolic(), findings);
    }
    findings.put(CircorSpelling.ADDITIONAL_ID, otherIdOfSubject(exam));
    return findings;
  }

  /** Who goes by another id is linked to it. */
  private static String otherIdOfSubject(ExamRecordings exam) {
    return exam.diagnosis()
        .flatMap(Diagnosis::subjectId)
        .filter(subject -> !subject.equals(exam.patientId()))
        .orElse(CircorSpelling.MISSING);
  }

  private static void describe(
      String phase, Optional<MurmurDescription> murmur, Map<String, String> findings) {
    MurmurDescription described = murmur.orElse(MurmurDescription.NONE);
    findings.put(phase + CircorSpelling.TIMING, orMissing(described.timing()));
    findings.put(phase + CircorSpelling.SHAPE, orMissing(described.shape()));
    findings.put(phase + CircorSpelling.GRADING, orMissing(described.grading()));
    findings.put(phase + CircorSpelling.PITCH, orMissing(described.pitch()));
    findings.put(phase + CircorSpelling.QUALITY, orMissing(described.quality()));
  }

  private static String orMissing(Optional<String> text) {
    return text.orElse(CircorSpelling.MISSING);
  }
}
