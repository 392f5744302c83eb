package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.schemas.Doubt;
import org.murmurstream.schemas.Figure;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Probabilities;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Ruling;
import org.murmurstream.schemas.SiteEvidence;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/** What is published with a verdict so that a reader may trust it, or not. */
class DoubtedVerdictTest {

  private static final Reason UNFAMILIAR =
      new Reason(
          ReasonCode.UNFAMILIAR_SOUND, null, List.of(new Figure("bandLo", 1.62, -0.14, 1.01)));
  private static final Reason ABSENT_DOUBTED =
      new Reason(ReasonCode.ABSENT_DOUBTED, null, List.of());
  private static final int EXAMS = 20;
  private static final int NARROW_HZ = 1000;

  @TempDir Path state;
  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = new Pipeline(state, StubEar::new);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void shouldAnswerAnExamThroughAForeignDeviceWithItsReasonAndFigure() {
    // When
    pipeline.send(exam("p1", "e1", AV, MV).with(AV).withSamples(MV, 0, StubEar.FOREIGN));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getStatus()).isEqualTo(PredictionStatus.COMPLETE);
    assertThat(answer.getReasons()).contains(UNFAMILIAR);
    assertThat(answer.getRuling().getRegression()).isEqualTo("flagged");
    assertThat(answer.getRuling().getDoubts())
        .contains(new Doubt(ReasonCode.UNFAMILIAR_SOUND, Murmur.ABSENT, null));
    assertThat(answer.getExplanation()).contains("bandLo 1.62 (-0.14 to 1.01 expected)");
    assertThat(answer.getLimits()).isEqualTo(StubEar.LIMITS);
  }

  @Test
  void shouldAnswerAnOrdinaryExamWithItsWeightsAndNothingToDoubt() {
    // When
    pipeline.send(exam("p1", "e1", AV, MV).with(AV, MV));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getReasons())
        .containsExactly(new Reason(ReasonCode.UNTRAINED_MODEL, null, List.of()));
    assertThat(answer.getRuling()).isEqualTo(new Ruling(1.0, 1.0, 1.0, 0.1, null, List.of()));
    assertThat(answer.getExplanation())
        .startsWith(word(answer.getMurmur()) + ": probability times");
  }

  @Test
  void shouldCallNobodyAbsentThroughAForeignDevice() {
    // Given
    for (int i = 0; i < EXAMS; i++) {
      pipeline.send(exam("p" + i, "e" + i, MV).withSamples(MV, 0, StubEar.FOREIGN, (short) i));
    }

    // When
    List<MurmurPrediction> answers = pipeline.answers();

    // Then
    assertThat(answers).hasSize(EXAMS);
    assertThat(answers).noneMatch(answer -> answer.getMurmur() == Murmur.ABSENT);
    assertThat(answers)
        .filteredOn(answer -> isMostLikelyAbsent(answer.getProbabilities()))
        .isNotEmpty()
        .allMatch(answer -> answer.getMurmur() == Murmur.UNKNOWN)
        .allMatch(answer -> answer.getReasons().contains(ABSENT_DOUBTED));
    assertThat(answers)
        .filteredOn(answer -> !isMostLikelyAbsent(answer.getProbabilities()))
        .noneMatch(answer -> answer.getReasons().contains(ABSENT_DOUBTED));
  }

  @Test
  void shouldKeepTheReasonOverARestartAndLateSites() {
    // Given
    Exams exam = exam("p1", "e1", AV, MV, PV).withSamples(AV, 0, StubEar.FOREIGN).with(MV);
    pipeline.send(exam);
    assertThat(pipeline.answers()).isEmpty();

    // When
    pipeline = pipeline.restarted(List.of(StubEar::new));
    pipeline.send(exam.again().with(PV));

    // Then
    assertThat(pipeline.answer().getReasons()).contains(UNFAMILIAR);
  }

  @Test
  void shouldGiveNoVerdictAtASampleRateThatCannotCarryTheBandAndSaySo() {
    // When
    pipeline.send(narrow(exam("p1", "e1", AV, MV).with(AV, MV)));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getStatus()).isEqualTo(PredictionStatus.INSUFFICIENT);
    assertThat(answer.getMurmur()).isNull();
    assertThat(answer.getRuling()).isNull();
    var rate = new Figure("sampleRateHz", (double) NARROW_HZ, null, null);
    assertThat(answer.getReasons())
        .containsExactly(
            new Reason(ReasonCode.NARROW_BAND, AV, List.of(rate)),
            new Reason(ReasonCode.NARROW_BAND, MV, List.of(rate)));
  }

  @Test
  void shouldDecideByTheSitesWhoseSampleRateSuffices() {
    // Given
    var chunks = new ArrayList<>(exam("p1", "e1", AV, MV).with(AV).chunks());
    chunks.addAll(narrow(exam("p1", "e1", AV, MV).with(MV)));

    // When
    pipeline.send(chunks);

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getStatus()).isEqualTo(PredictionStatus.PARTIAL);
    assertThat(answer.getMurmur()).isNotNull();
    assertThat(answer.getSites())
        .filteredOn(SiteEvidence::getUsed)
        .extracting(SiteEvidence::getSite)
        .containsExactly(AV);
    assertThat(answer.getReasons()).extracting(Reason::getCode).contains(ReasonCode.NARROW_BAND);
  }

  private static List<RecordingChunk> narrow(Exams exam) {
    return exam.chunks().stream()
        .map(chunk -> RecordingChunk.newBuilder(chunk).setSampleRateHz(NARROW_HZ).build())
        .toList();
  }

  private static boolean isMostLikelyAbsent(Probabilities of) {
    return of.getAbsent() > of.getPresent() && of.getAbsent() > of.getUnknown();
  }

  private static String word(Murmur murmur) {
    return murmur.name().charAt(0) + murmur.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
