package org.murmurstream.cli.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.HeartBeats;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.ExamAtHand;
import org.murmurstream.core.exam.RecordingId;

class PredictionTableTest {

  private static final Probabilities PROBABILITIES = new Probabilities(0.01, 0.02, 0.97);
  private static final Ruling RULING =
      new Ruling(
          new DecisionRule(4.5, 6, 1, 0.1),
          Optional.of(Ruling.FLAGGED),
          List.of(
              new Flag(
                  Caution.UNFAMILIAR_SOUND,
                  List.of(
                      new Flag.Figure(
                          "bandLo", 1.62, OptionalDouble.of(-0.14), OptionalDouble.of(1.01))))),
          new Doubts(Doubts.Policy.STRICT, 0.9, 0.5).all());

  private final ExamAtHand exam =
      new ExamAtHand(
          "secret",
          "secret-e1",
          Map.of(AuscultationSite.AV, 1, AuscultationSite.MV, 1),
          new ModelIdentity("heart", "0123456789ab" + "0".repeat(52), "", true));

  @Test
  void shouldTellVerdictReasonsAndLimits() {
    // Given
    hear(AuscultationSite.AV, true);
    hear(AuscultationSite.MV, false);
    var verdict =
        new Verdict(
            PROBABILITIES,
            Map.of(
                AuscultationSite.AV,
                new Verdict.SiteShare(PROBABILITIES, new HeartBeats(11, Optional.empty()))),
            RULING.cautions(PROBABILITIES),
            RULING,
            List.of("Diastolic murmurs are not heard."));

    // When
    List<String> lines =
        PredictionTable.lines(exam.answer(exam.evidence(), Optional.of(verdict), 0));

    // Then: a table of at most a hundred columns
    String text = String.join("\n", lines);
    assertThat(text)
        .contains(
            "verdict        Unknown",
            "status         PARTIAL",
            "probabilities  Present 0.010, Unknown 0.020, Absent 0.970",
            "model          heart 0123456789ab")
        .contains("* UNFAMILIAR_SOUND: bandLo 1.62 (-0.14 to 1.01 expected)", "* ABSENT_DOUBTED")
        .contains("* Diastolic murmurs are not heard.")
        .containsPattern(
            "AV +\\| yes +\\| 0.010 +\\| 0.020 +\\| 0.970 +\\| 1 +\\| 12.5 +\\| 81 +\\| 11 ")
        .containsPattern("MV +\\| no .*\\| TOO_SHORT")
        .doesNotContain("secret");
    assertThat(text.replaceAll("\\s+", " ")).contains("why " + verdict.explanation());
    assertThat(lines)
        .filteredOn(line -> !line.startsWith("|"))
        .allMatch(line -> line.length() <= 100);
  }

  @Test
  void shouldSayThatThereIsNoVerdict() {
    // Given
    hear(AuscultationSite.AV, false);

    // When
    List<String> lines = PredictionTable.lines(exam.answer(exam.evidence(), Optional.empty(), 0));

    // Then
    assertThat(lines)
        .contains("verdict        none", "status         INSUFFICIENT")
        .anyMatch(line -> line.contains("MV") && line.contains("MISSING_SITE"));
  }

  private void hear(AuscultationSite site, boolean usable) {
    exam.heard(
        new RecordingId(site, 0),
        new Pcm(4000, new short[1]),
        new Evidence(
            site,
            new float[0],
            new SignalQuality(12.5, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.of(81.2)),
            usable,
            usable ? List.of() : List.of(Caution.TOO_SHORT)));
  }
}
