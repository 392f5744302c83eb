package org.murmurstream.data.circor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.wav.WavFile;

class CircorFolderTest {

  private static final String TITLES =
      "Patient ID,Recording locations:,Age,Sex,Murmur,Murmur locations,Most audible location,"
          + "Systolic murmur timing,Systolic murmur shape,Systolic murmur grading,"
          + "Systolic murmur pitch,Systolic murmur quality,Diastolic murmur timing,Additional ID\n";
  private static final String TABLE =
      TITLES
          + "100,AV+MV,Child,Female,Present,MV+Phc+AV,MV,Holosystolic,Diamond,III/VI,High,Harsh,nan,nan\n"
          + "99,AV+AV+Phc,Infant,Male,Absent,nan,nan,nan,nan,nan,nan,nan,nan,100\n"
          + "7,AV,nan,Male,Unknown,nan,nan,nan,nan,nan,nan,nan,nan,9000\n";
  private static final String MARKS = "0\t0.5\t0\n0.5\t0.6\t1\n0.6\t0.8\t2\n0.8\t0.9\t3\n";

  @TempDir private Path folder;

  @BeforeEach
  void writeThreePatients() throws IOException {
    Files.writeString(folder.resolve("training_data.csv"), TABLE);
    patient("100", "AV", "MV");
    patient("99", "AV_1", "AV_2", "Phc");
    patient("7", "AV");
  }

  @Test
  void shouldReadPatientsInTheOrderOfTheTable() {
    // When
    CircorFolder circor = CircorFolder.open(folder);

    // Then
    assertThat(circor.patientIds()).containsExactly("100", "99", "7");
    assertThat(circor.examine("100", 2).examId()).isEqualTo("100-e2");
  }

  @Test
  void shouldReadWhatCliniciansFound() {
    // When
    Diagnosis diagnosis = CircorFolder.open(folder).examine("100", 1).diagnosis().orElseThrow();

    // Then
    assertThat(diagnosis.patientId()).isEqualTo("100");
    assertThat(diagnosis.examId()).contains("100-e1");
    assertThat(diagnosis.murmur()).isEqualTo(MurmurClass.PRESENT);
    assertThat(diagnosis.murmurLocations())
        .containsExactly(AuscultationSite.AV, AuscultationSite.MV, AuscultationSite.PHC);
    assertThat(diagnosis.mostAudibleSite()).contains(AuscultationSite.MV);
    assertThat(diagnosis.ageGroup()).contains(AgeGroup.CHILD);
    assertThat(diagnosis.systolic().orElseThrow().timing()).contains("Holosystolic");
    assertThat(diagnosis.systolic().orElseThrow().shape()).contains("Diamond");
    assertThat(diagnosis.systolic().orElseThrow().grading()).contains("III/VI");
    assertThat(diagnosis.systolic().orElseThrow().pitch()).contains("High");
    assertThat(diagnosis.systolic().orElseThrow().quality()).contains("Harsh");
    assertThat(diagnosis.diastolic()).isEmpty();
  }

  @Test
  void shouldGiveLinkedPatientsOneSubjectWhicheverSideNamesTheOther() {
    // Given
    CircorFolder circor = CircorFolder.open(folder);

    // When // Then
    assertThat(circor.examine("100", 1).diagnosis().orElseThrow().subject()).isEqualTo("99");
    assertThat(circor.examine("99", 1).diagnosis().orElseThrow().subject()).isEqualTo("99");
    assertThat(circor.examine("7", 1).diagnosis().orElseThrow().subject()).isEqualTo("7");
  }

  @Test
  void shouldNumberRepeatedRecordingsOfASite() {
    // When
    ExamRecordings exam = CircorFolder.open(folder).examine("99", 1);

    // Then
    assertThat(exam.recordings())
        .extracting(r -> r.site() + " " + r.index() + " " + r.audio().samples()[0])
        .containsExactly("AV 0 0", "AV 1 1", "PHC 0 2");
    assertThat(exam.sites())
        .containsExactly(AuscultationSite.AV, AuscultationSite.AV, AuscultationSite.PHC);
  }

  @Test
  void shouldReadMarksAndLeaveOutWhatIsUnmarked() {
    // When
    List<CycleInterval> marks =
        CircorFolder.open(folder).examine("7", 1).recordings().get(0).marks();

    // Then
    assertThat(marks)
        .containsExactly(
            mark(0.5, 0.6, CyclePhase.S1),
            mark(0.6, 0.8, CyclePhase.SYSTOLE),
            mark(0.8, 0.9, CyclePhase.S2));
  }

  @Test
  void shouldSortMarksDropRepeatedOnesAndCutRoundedOverlaps() throws IOException {
    // Given
    marks("0.6\t0.8\t2\n0.8\t0.8\t3\n0.5\t0.6004\t1\n0.6\t0.8\t2\n0.7999\t0.9\t3\n");

    // When // Then
    assertThat(CircorFolder.open(folder).examine("7", 1).recordings().get(0).marks())
        .containsExactly(
            mark(0.5, 0.6004, CyclePhase.S1),
            mark(0.6004, 0.8, CyclePhase.SYSTOLE),
            mark(0.8, 0.9, CyclePhase.S2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "0\t0\t0\n",
        "0 0.5 1\n",
        "0\t0.5\n",
        "0\tx\t1\n",
        "0\t0.5\t9\n",
        "0.5\t0.2\t1\n",
        "-1\t0.2\t1\n",
        "0\tNaN\t1\n",
        "0\tInfinity\t1\n",
        "5\t6\t1\n",
        "\0\0\0\0"
      })
  void shouldKeepARecordingWhoseMarksAreDegenerate(String text) throws IOException {
    // Given
    marks(text);

    // When
    SiteRecording recording = CircorFolder.open(folder).examine("7", 1).recordings().get(0);

    // Then
    assertThat(recording.marks()).isEmpty();
    assertThat(recording.audio().samples()).isNotEmpty();
  }

  @Test
  void shouldReadRecordingsWithoutAnyTableOrFinding() throws IOException {
    // Given
    Files.delete(folder.resolve("training_data.csv"));
    editText("99", text -> text.replace("#Murmur: Absent", "#Murmur: nan"));

    // When
    CircorFolder circor = CircorFolder.open(folder);

    // Then
    assertThat(circor.patientIds()).containsExactly("7", "99", "100");
    assertThat(circor.examine("99", 1).diagnosis()).isEmpty();
    assertThat(circor.examine("99", 1).recordings()).hasSize(3);
  }

  @Test
  void shouldReadFindingsInTheTextsWhereThereIsNoTable() throws IOException {
    // Given
    Files.delete(folder.resolve("training_data.csv"));
    editText(
        "100",
        text ->
            text.replace(
                "#Murmur: Absent",
                "#Murmur: present\r\n#Murmur locations: MV+av\n"
                    + "#Systolic murmur grading: III/VI\n#Additional ID: 99"));

    // When
    Diagnosis diagnosis = CircorFolder.open(folder).examine("100", 1).diagnosis().orElseThrow();

    // Then
    assertThat(diagnosis.murmur()).isEqualTo(MurmurClass.PRESENT);
    assertThat(diagnosis.murmurLocations())
        .containsExactly(AuscultationSite.AV, AuscultationSite.MV);
    assertThat(diagnosis.systolic().orElseThrow().grading()).contains("III/VI");
    assertThat(diagnosis.ageGroup()).contains(AgeGroup.CHILD);
    assertThat(diagnosis.subject()).isEqualTo("99");
  }

  @Test
  void shouldRefuseAFindingInATextThatIsNone() throws IOException {
    // Given
    Files.delete(folder.resolve("training_data.csv"));
    editText("7", text -> text.replace("#Murmur: Absent", "#Murmur: Secret"));

    // When // Then
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("7.txt: 'Murmur' is neither Present, Unknown nor Absent")
        .hasMessageNotContaining("Secret");
  }

  @Test
  void shouldReadATableAsASpreadsheetLeavesIt() throws IOException {
    // Given
    Files.writeString(
        folder.resolve("training_data.csv"),
        String.join(
            "\r\n",
            "\ufeffpatient id;AGE;\"murmur\";",
            "100;CHILD;\"present\";",
            ";;;",
            " 99 ;infant; ABSENT;",
            "7;NaN;unknown;",
            ";;;",
            ""));

    // When
    CircorFolder circor = CircorFolder.open(folder);

    // Then
    assertThat(circor.patientIds()).containsExactly("100", "99", "7");
    assertThat(circor.patientIds())
        .extracting(id -> circor.diagnosis(id).orElseThrow().murmur())
        .containsExactly(MurmurClass.PRESENT, MurmurClass.ABSENT, MurmurClass.UNKNOWN);
    assertThat(circor.diagnosis("99").orElseThrow().ageGroup()).contains(AgeGroup.INFANT);
  }

  @Test
  void shouldPassOverATableFoundByItsPlaceThatIsNone() throws IOException {
    // Given
    Path alone = Files.createDirectories(folder.resolve("elsewhere"));
    Files.move(folder.resolve("training_data"), alone.resolve("rec"));
    Files.writeString(alone.resolve("rec.csv"), "patient_id,murmur\n100,Absent\n");
    Files.writeString(alone.resolve("training_data.csv"), "Patient ID,Murmur\n1,Present\n");

    // When
    CircorFolder circor = CircorFolder.open(alone.resolve("rec"));

    // Then
    assertThat(circor.patientIds()).containsExactly("7", "99", "100");
    assertThat(circor.diagnosis("100").orElseThrow().murmur()).isEqualTo(MurmurClass.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b", "ward_3.bed:2-x", "AV_1", "_", "p_AV"})
  void shouldTakeEveryIdThatTheStreamTakes(String patientId) throws IOException {
    // Given
    assertThat(ChunkLimits.isId(patientId)).isTrue();
    Files.delete(folder.resolve("training_data.csv"));
    patient(patientId, "AV_1", "AV_2", "Phc");

    // When
    ExamRecordings exam = CircorFolder.open(folder).examine(patientId, 1);

    // Then
    assertThat(exam.sites())
        .containsExactly(AuscultationSite.AV, AuscultationSite.AV, AuscultationSite.PHC);
    assertThat(CircorRecordings.find(folder).of(patientId)).hasSize(3);
    assertThat(CircorFolder.takesPatientId(patientId)).isTrue();
  }

  @Test
  void shouldKeepAnExamOfTheLongestIdWithinWhatTheStreamTakes() {
    // Given
    String longest = "p".repeat(128);

    // When // Then
    assertThat(ChunkLimits.isId(longest)).isTrue();
    assertThat(CircorFolder.takesPatientId(longest)).isTrue();
    assertThat(ChunkLimits.isId(ExamRecordings.idOf(longest, 12))).isTrue();
    assertThat(ExamRecordings.idOf(longest, 1))
        .isNotEqualTo(ExamRecordings.idOf("p".repeat(127), 1));
  }

  @Test
  void shouldReadATableWithoutLabels() throws IOException {
    // Given
    Files.writeString(
        folder.resolve("training_data.csv"), "Patient ID,Murmur\n100,\n99,nan\n7,NA\n");

    // When // Then
    assertThat(CircorFolder.open(folder).examine("100", 1).diagnosis()).isEmpty();
  }

  @Test
  void shouldOpenTheFolderOfRecordingsItself() {
    // When
    CircorFolder circor = CircorFolder.open(folder.resolve("training_data"));

    // Then
    assertThat(circor.patientIds()).hasSize(3);
    assertThat(circor.examine("100", 1).diagnosis()).isPresent();
  }

  @Test
  void shouldRefuseAFolderThatIsNotThereOrHoldsNothing() throws IOException {
    // Given
    Path empty = Files.createDirectory(folder.resolve("empty"));

    // When // Then
    assertThatThrownBy(() -> CircorFolder.open(folder.resolve("no")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("no folder");
    assertThatThrownBy(() -> CircorFolder.open(empty))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("holds no patients");
  }

  @Test
  void shouldNameEveryMissingFile() throws IOException {
    // Given
    Files.delete(file("100_AV.wav"));
    Files.delete(file("99_AV_2.tsv"));
    Files.delete(file("7.txt"));

    // When // Then
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(
            "4 problems",
            "100_AV.wav is missing; 100.txt lists it",
            "99_AV_2.tsv is missing",
            "7.txt is missing; training_data.csv lists it",
            "7_AV.wav is listed by no patient's .txt");
  }

  @Test
  void shouldShowTheFirstTenProblemsAndCountTheRest() throws IOException {
    // Given
    for (int i = 0; i < 13; i++) {
      Files.createFile(file("300" + i + "_AV.wav"));
    }

    // When // Then
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .hasMessageContainingAll("13 problems", "and 3 more")
        .message()
        .hasLineCount(12);
  }

  @Test
  void shouldFindATruncatedRecordingBeforeItIsSent() throws IOException {
    // Given
    Path wav = file("99_AV_2.wav");
    Files.write(wav, Arrays.copyOf(Files.readAllBytes(wav), 1000));
    CircorFolder circor = CircorFolder.open(folder);

    // When // Then
    assertThatThrownBy(() -> circor.verify(circor.patientIds()))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("99_AV_2.wav", "is cut off");
    circor.verify(List.of("100", "7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "100 3 4000\nAV 100_AV.hea 100_AV.wav 100_AV.tsv\nMV 100_MV.hea 100_MV.wav 100_MV.tsv\n",
        "101 2 4000\nAV 100_AV.hea 100_AV.wav 100_AV.tsv\nMV 100_MV.hea 100_MV.wav 100_MV.tsv\n",
        "100 2 4000\nAV 100_AV.hea 100_AV.wav 100_AV.tsv\nMV 100_AV.hea 100_AV.wav 100_AV.tsv\n",
        "100 2 4000\nAV 100_AV.hea 100_AV.wav 100_AV.tsv\nXX 100_XX.hea 100_XX.wav 100_XX.tsv\n",
        "100 2 4000\nAV 100_AV.hea 100_AV.wav\nAV 100_AV.hea 100_AV.wav\n",
        "100 2 4000\nAV 100_AV.hea 100_AV.wav\nMV ../../7_MV.wav\n"
      })
  void shouldRefuseADamagedPatientFile(String text) throws IOException {
    // Given
    Files.writeString(file("100.txt"), text);

    // When // Then
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("100.txt");
  }

  @Test
  void shouldNameRowAndColumnOfABadTableAndNeverItsContent() throws IOException {
    // Given
    editTable(table -> table.replace("Absent", "Secret").replace(",Infant", ",Secret"));

    // When // Then
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "training_data.csv, row 2: 'Murmur' is neither Present, Unknown nor Absent")
        .hasMessageNotContaining("Secret");
  }

  @Test
  void shouldRefuseARowCutOffOrGivenTwice() throws IOException {
    // Given
    editTable(table -> table + "7,AV,nan,Male,Unknown,nan,nan,nan,nan,nan,nan,nan,nan,nan\n");
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .hasMessageContaining("row 4: this patient has a row already");

    // When
    editTable(table -> TABLE.substring(0, TABLE.length() - 40));

    // Then
    assertThatThrownBy(() -> CircorFolder.open(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("1 problem", "training_data.csv: row 3");
  }

  private void editText(String patientId, UnaryOperator<String> edit) throws IOException {
    Path text = file(patientId + ".txt");
    Files.writeString(text, edit.apply(Files.readString(text)));
  }

  private void editTable(UnaryOperator<String> edit) {
    Path table = folder.resolve("training_data.csv");
    try {
      Files.writeString(table, edit.apply(Files.readString(table)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void marks(String text) throws IOException {
    Files.writeString(file("7_AV.tsv"), text);
  }

  private Path file(String name) {
    return folder.resolve("training_data").resolve(name);
  }

  private void patient(String patientId, String... recordings) throws IOException {
    Files.createDirectories(folder.resolve("training_data"));
    List<String> lines = new ArrayList<>();
    lines.add("%s %d 4000".formatted(patientId, recordings.length));
    for (int i = 0; i < recordings.length; i++) {
      String name = patientId + "_" + recordings[i];
      String site = recordings[i].replaceAll("_.*", "");
      lines.add("%s %s.hea %s.wav %s.tsv".formatted(site, name, name, name));
      short[] samples = new short[4000];
      Arrays.fill(samples, (short) i);
      WavFile.write(file(name + ".wav"), new Pcm(4000, samples));
      Files.writeString(file(name + ".tsv"), MARKS);
    }
    lines.addAll(Stream.of("#Age: Child", "#Murmur: Absent").toList());
    Files.write(file(patientId + ".txt"), lines);
  }

  private static CycleInterval mark(double start, double end, CyclePhase phase) {
    return new CycleInterval(start, end, phase);
  }
}
