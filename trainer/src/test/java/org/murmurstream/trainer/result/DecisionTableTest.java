package org.murmurstream.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Flag;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.data.LabelledPatient;

class DecisionTableTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("new/decisions.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "patient_id,murmur,p_present,p_unknown,p_absent                      | 7,Present,0.7,0.2,0.1",
        "patient_id,fold,finding,murmur,p_present,p_unknown,p_absent         | 7,2,ABSENT,PRESENT,0.7,0.2,0.1",
        "patient_id,fold,label,p_present,p_unknown,p_absent,murmur           | 7,2,ABSENT,0.7,0.2,0.1,PRESENT",
        "patient_id,fold,label,p_present,p_unknown,p_absent,murmur,murmur_by_mean | 7,2,ABSENT,0.7,0.2,0.1,PRESENT,ABSENT",
        "patient_id,fold,finding,murmur,p_present,p_unknown,p_absent,murmur_by_mean | 7,2,ABSENT,PRESENT,0.7,0.2,0.1,ABSENT"
      })
  void shouldReadEveryOrderOfColumnsThatWasEverWritten(String titles, String row)
      throws IOException {
    // Given
    Path old = Files.write(folder.resolve("old.csv"), List.of(titles, row));

    // When
    List<PatientDecision> read = DecisionTable.read(old);

    // Then
    OptionalInt fold = titles.contains("fold") ? OptionalInt.of(2) : OptionalInt.empty();
    assertThat(read)
        .containsExactly(
            PatientDecision.of("7", MurmurClass.PRESENT, new Probabilities(0.7, 0.2, 0.1), fold));
  }

  @Test
  void shouldWriteDecisionsInTheirOrderSpeltAsTheDataSetDoes() throws IOException {
    // Given
    List<PatientDecision> decisions =
        List.of(
            PatientDecision.undecided("9", "no recording", List.of(), List.of()),
            PatientDecision.of(
                "1",
                MurmurClass.PRESENT,
                new Probabilities(2 / 3.0, 1 / 3.0, 0),
                OptionalInt.empty()));

    // When
    DecisionTable.write(file, decisions);

    // Then
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "patient_id,murmur,p_present,p_unknown,p_absent,regression,reasons",
            "9,Unknown,0.000000,1.000000,0.000000,,",
            "1,Present,0.666667,0.333333,0.000000,,");
  }

  @Test
  void shouldWriteThoseHeldOutByIdWithFoldAndFinding() throws IOException {
    // Given
    List<ScoredPatient> patients = List.of(heldOut("9", 1), heldOut("10", 0));

    // When
    DecisionTable.writeHeldOut(
        file, patients, List.of(new DecisionTable.Column<>("again", ScoredPatient::murmur)));

    // Then
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "patient_id,fold,finding,murmur,p_present,p_unknown,p_absent,again",
            "10,0,ABSENT,PRESENT,0.600000,0.300000,0.100000,PRESENT",
            "9,1,ABSENT,PRESENT,0.600000,0.300000,0.100000,PRESENT");
  }

  @Test
  void shouldReadWhatItRounds() {
    // Given
    ScoredPatient exact =
        ScoredPatient.heldOut(
            new LabelledPatient("1", "1", MurmurClass.ABSENT),
            2,
            new Probabilities(2 / 3.0, 1 / 7.0, 1 - 2 / 3.0 - 1 / 7.0));
    DecisionTable.writeHeldOut(file, List.of(exact), List.of());

    // When
    PatientDecision rounded = DecisionTable.rounded(exact.decision());

    // Then
    assertThat(DecisionTable.read(file)).containsExactly(rounded);
    assertThat(rounded.probabilities().present()).isEqualTo(0.666667);
  }

  @Test
  void shouldReadTheReasonsItWrites() {
    // Given
    var odd =
        new Prediction.Reason(
            Caution.UNFAMILIAR_SOUND,
            Optional.empty(),
            List.of(
                new Flag.Figure("bandLo", -0.25, OptionalDouble.of(-0.14), OptionalDouble.of(1.01)),
                new Flag.Figure("hum", 1.5, OptionalDouble.empty(), OptionalDouble.of(1)),
                new Flag.Figure("seconds", 1e-9, OptionalDouble.of(7), OptionalDouble.empty())));
    var poor =
        new Prediction.Reason(Caution.POOR_SIGNAL, Optional.of(AuscultationSite.AV), List.of());
    PatientDecision decision =
        PatientDecision.of(
                "1", MurmurClass.UNKNOWN, new Probabilities(0, 0.25, 0.75), OptionalInt.empty())
            .because(Optional.of("flagged"), List.of(poor, odd));

    // When
    DecisionTable.write(file, List.of(decision));

    // Then
    assertThat(DecisionTable.read(file)).containsExactly(DecisionTable.rounded(decision));
    assertThat(decision.reasons())
        .map(reason -> ReasonText.of(List.of(reason)))
        .containsExactly(
            "AV:POOR_SIGNAL",
            "UNFAMILIAR_SOUND(bandLo=-0.25[-0.14..1.01];hum=1.5[..1];seconds=0[7..])");
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOUD", "XV:SILENT", "SILENT(a=)", "SILENT(a=1[2)"})
  void shouldRefuseReasonsItDoesNotKnow(String reasons) throws IOException {
    // Given
    Path wrong =
        Files.write(
            folder.resolve("wrong.csv"),
            List.of(
                "patient_id,murmur,p_present,p_unknown,p_absent,reasons",
                "7,Present,1,0,0," + reasons));

    // Then
    assertThatThrownBy(() -> DecisionTable.read(wrong))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("row 1 has reasons that this program does not know");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7,Present,0.7,0.2,0.2 | row 1 has probabilities that do not sum to 1",
        "7,Loud,0.7,0.2,0.1    | row 1 has neither Present, Unknown nor Absent",
        "7,Present,x,0.2,0.1   | row 1 has no number in 'p_present'"
      })
  void shouldNameTheRowThatMakesNoSense(String row, String complaint) throws IOException {
    // Given
    Path wrong =
        Files.write(
            folder.resolve("wrong.csv"),
            List.of("patient_id,murmur,p_present,p_unknown,p_absent", row));

    // Then
    assertThatThrownBy(() -> DecisionTable.read(wrong))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(complaint);
  }

  private static ScoredPatient heldOut(String id, int fold) {
    return ScoredPatient.heldOut(
        new LabelledPatient(id, id, MurmurClass.ABSENT), fold, new Probabilities(0.6, 0.3, 0.1));
  }
}
