package org.murmurstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.schemas.Doubt;
import org.murmurstream.schemas.Figure;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Probabilities;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.Ruling;

class SummaryTest {

  private static final Rows ROWS = new Rows(140);

  @Test
  void shouldBeFlawlessWhenEveryExamIsAnsweredOnce() {
    // Given
    var summary = new Summary(List.of(exam("e1", 1), exam("e2", 1)), 0, Map.of(), false);

    // Then
    assertThat(summary.isFlawless()).isTrue();
    assertThat(summary.lines(ROWS)).anySatisfy(line -> assertThat(line).contains("exactly once"));
  }

  @Test
  void shouldNameAnExamThatWasNotAnswered() {
    assertThat(new Summary(List.of(exam("e1", 0)), 0, Map.of(), false).problems())
        .containsExactly("exam e1 was not answered");
  }

  @Test
  void shouldTellInterruptedFromWrong() {
    // Given
    var summary = new Summary(List.of(exam("e1", 1), exam("e2", 0)), 0, Map.of(), true);

    // Then
    assertThat(summary.isFlawless()).isFalse();
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.lines(ROWS))
        .contains("result        interrupted before all was answered")
        .noneSatisfy(line -> assertThat(line).contains("WRONG"));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 140})
  void shouldFitTheWidthThereIs(int width) {
    // Given
    var rows = new Rows(width);
    Answer answer = new Answer(doubted(), Duration.ofMillis(1500));
    var exam =
        new ExamProgress("e1", "p1", "sim-1", Optional.empty(), Map.of(), true, List.of(answer));

    // When
    var lines = new ArrayList<>(rows.header());
    lines.add(rows.answer(exam, answer));
    lines.addAll(rows.why(answer));
    lines.addAll(rows.wrapped("reasons       " + "4 ABSENT_DOUBTED, ".repeat(12)));

    // Then
    assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
    assertThat(lines.get(1)).contains("patient", "verdict");
  }

  @Test
  void shouldSayInWordsWhatStandsInAColumn() {
    assertThat(new Rows(80).header())
        .containsExactly(
            "                         probability of                               answered",
            "patient  sites heard     Present  Unknown  Absent  verdict  diagnosis after");
  }

  @Test
  void shouldNameAnExamThatWasAnsweredTwice() {
    assertThat(new Summary(List.of(exam("e1", 2)), 0, Map.of(), false).problems())
        .containsExactly("exam e1 was answered 2 times");
  }

  @Test
  void shouldNotBeFlawlessWhenARecordWasSetAside() {
    assertThat(new Summary(List.of(exam("e1", 1)), 0, Map.of("MALFORMED", 3), false).problems())
        .containsExactly("3 dead letters: MALFORMED");
  }

  @Test
  void shouldNotBeFlawlessWhenAnUnknownExamWasAnswered() {
    assertThat(new Summary(List.of(exam("e1", 1)), 1, Map.of(), false).isFlawless()).isFalse();
  }

  @Test
  void shouldSayUntrainedInEveryLineOfAnUntrainedModel() {
    // Given
    ExamProgress exam = exam("e1", 1);

    // When
    String row = ROWS.answer(exam, exam.answers().get(0));

    // Then
    assertThat(row).contains("UNTRAINED", "Present", "0.70     0.20     0.10", "1.50 s");
    assertThat(row).hasSizeLessThan(141);
    assertThat(new Summary(List.of(exam), 0, Map.of(), false).lines(ROWS))
        .filteredOn(line -> line.contains("W.acc") || line.startsWith("model"))
        .allSatisfy(line -> assertThat(line).contains("UNTRAINED"));
  }

  @Test
  void shouldSayBelowARowWhyItsVerdictIsWhatItIs() {
    // Given
    Answer answer = new Answer(doubted(), Duration.ZERO);

    // When
    List<String> why = ROWS.why(answer);

    // Then
    assertThat(why)
        .allSatisfy(line -> assertThat(line).startsWith("         ").hasSizeLessThan(141));
    assertThat(String.join(" ", why).replaceAll(" +", " ").strip())
        .isEqualTo(
            "Absent 0.97 x 1 = 0.97 is above Present 0.02 x 4.5 = 0.09 and Unknown 0.01 x 6 = 0.06,"
                + " but is doubted"
                + " UNFAMILIAR_SOUND: bandLo 1.62 (-0.14 to 1.01 expected)"
                + " ABSENT_DOUBTED");
  }

  @Test
  void shouldCountReasonsAndTellOnceWhatVerdictsAreNotFor() {
    // Given
    var answers = Collections.nCopies(2, new Answer(doubted(), Duration.ZERO));
    var exam = new ExamProgress("e1", "p1", "sim-1", Optional.empty(), Map.of(), true, answers);

    // When
    List<String> lines = new Summary(List.of(exam), 0, Map.of(), false).lines(ROWS);

    // Then
    assertThat(lines).contains("reasons       2 ABSENT_DOUBTED, 2 UNFAMILIAR_SOUND");
    assertThat(lines).containsOnlyOnce("- Diastolic murmurs are not heard.");
  }

  private static MurmurPrediction doubted() {
    return MurmurPrediction.newBuilder(prediction("e1"))
        .setMurmur(Murmur.UNKNOWN)
        .setProbabilities(new Probabilities(0.02, 0.01, 0.97))
        .setReasons(
            List.of(
                new Reason(
                    ReasonCode.UNFAMILIAR_SOUND,
                    null,
                    List.of(new Figure("bandLo", 1.62, -0.14, 1.01))),
                new Reason(ReasonCode.ABSENT_DOUBTED, null, List.of())))
        .setRuling(
            new Ruling(
                4.5,
                6.0,
                1.0,
                0.1,
                "flagged",
                List.of(new Doubt(ReasonCode.UNFAMILIAR_SOUND, Murmur.ABSENT, null))))
        .setLimits(List.of("Diastolic murmurs are not heard."))
        .build();
  }

  private static ExamProgress exam(String examId, int answers) {
    return new ExamProgress(
        examId,
        "p1",
        "sim-1",
        Optional.of(MurmurClass.PRESENT),
        Map.of(AuscultationSite.AV, 1.0),
        true,
        Collections.nCopies(answers, new Answer(prediction(examId), Duration.ofMillis(1500))));
  }

  private static MurmurPrediction prediction(String examId) {
    return MurmurPrediction.newBuilder()
        .setExamId(examId)
        .setPatientId("p1")
        .setRevision(1)
        .setStatus(PredictionStatus.COMPLETE)
        .setMurmur(Murmur.PRESENT)
        .setProbabilities(new Probabilities(0.7, 0.2, 0.1))
        .setSites(List.of())
        .setReasons(List.of())
        .setModel(new ModelIdentity("untrained", "0123456789ab", "0".repeat(64), false))
        .setProvenance(new Provenance("recordings", 0, 0L, 1L, "0".repeat(64)))
        .setFirstChunkAt(Instant.EPOCH)
        .setLastChunkAt(Instant.EPOCH)
        .setDecidedAt(Instant.EPOCH)
        .build();
  }
}
