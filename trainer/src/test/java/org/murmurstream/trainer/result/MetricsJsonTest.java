package org.murmurstream.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;

class MetricsJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A murmur found, a murmur missed for want of a recording, and a patient without finding. */
  private static final Evaluation EVALUATION =
      new Evaluation(
          "model 1",
          Optional.of("digest"),
          Optional.empty(),
          List.of(
              decision("secret1", 0.9),
              PatientDecision.undecided(
                  "secret2",
                  "silent",
                  List.of(new PatientDecision.Fault(AuscultationSite.MV, 0, "silent", "")),
                  List.of()),
              decision("secret3", 0.9)),
          List.of(
              new EvaluatedPatient(
                  decision("secret1", 0.9),
                  Diagnosis.of("secret1", MurmurClass.PRESENT),
                  Set.of(AuscultationSite.AV)),
              new EvaluatedPatient(
                  PatientDecision.undecided("secret2", "silent", List.of(), List.of()),
                  Diagnosis.of("secret2", MurmurClass.PRESENT),
                  Set.of(AuscultationSite.MV))));

  @Test
  void shouldPutTheFewFiguresToCompareByOnALine() throws IOException {
    // When
    JsonNode line = JSON.readTree(MetricsJson.line(EVALUATION));

    // Then: a recall that is not defined is null
    assertThat(line)
        .isEqualTo(
            JSON.readTree(
                """
                {"wacc": 0.5, "uar": null, "recall": {"present": 0.5, "unknown": null, "absent": null},
                 "confusion": [[1, 0, 0], [1, 0, 0], [0, 0, 0]], "patients": 3, "unheard": 0, "bundle": "digest"}
                """));
  }

  @Test
  void shouldTellAllThereIsToKnowOfNobodyByName() throws IOException {
    // Given
    var figures = new Figures(EVALUATION.scored());

    // When
    String text = MetricsJson.all(EVALUATION, figures.all());

    // Then
    JsonNode json = JSON.readTree(text);
    assertThat(json.path("patients").asInt()).isEqualTo(3);
    assertThat(json.path("withFinding").asInt()).isEqualTo(2);
    assertThat(json.path("patientsNotHeard")).isEqualTo(JSON.readTree("{\"silent\": 1}"));
    assertThat(json.path("recordingsNotHeard")).isEqualTo(JSON.readTree("{\"silent\": 1}"));
    assertThat(json.path("scores").path("W.acc"))
        .isEqualTo(JSON.readTree("{\"estimate\": 0.5, \"low\": 0.0, \"high\": 1.0}"));
    assertThat(json.path("scores").path("AUROC Present").path("estimate").isNull()).isTrue();
    assertThat(json.path("scores")).hasSize(Measure.values().length);
    JsonNode loudest = json.path("groups").path("Patients with a recording of the site");
    assertThat(loudest.path("AV").path("W.acc").path("estimate").asDouble()).isEqualTo(1);
    assertThat(loudest.path("MV").path("W.acc").path("estimate").asDouble()).isEqualTo(0);
    assertThat(text).doesNotContain("secret");
  }

  private static PatientDecision decision(String patientId, double present) {
    return PatientDecision.of(
        patientId,
        MurmurClass.PRESENT,
        new Probabilities(present, 0, 1 - present),
        OptionalInt.empty());
  }
}
