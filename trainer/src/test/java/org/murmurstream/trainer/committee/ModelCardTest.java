package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.run.RunFolder;

/** On the run that the released model was made of, as its bundle tells of it. */
class ModelCardTest {

  private static final Path RELEASED = Path.of("..", "models", "heart-3");
  private static final int FOLDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path place;
  private RunFolder run;
  private ObjectNode settings;
  private ObjectNode training;
  private FittedDecision decision;

  @BeforeEach
  void takeTheReleasedRun() throws IOException {
    run = new RunFolder(place.resolve("heart-3"));
    JsonNode lineage = JSON.readTree(RELEASED.resolve("bundle.json").toFile()).get("lineage");
    settings = lineage.at("/runs/0/settings").deepCopy();
    training = lineage.at("/runs/0/training").deepCopy();
    decision =
        new FittedDecision(
            JSON.treeToValue(lineage.get("decision"), DecisionRecord.class),
            List.of(),
            null,
            List.of());
  }

  @Test
  void shouldSayOfTheReleasedModelWhatItsCardSays() throws IOException {
    // Given
    String released = Files.readString(RELEASED.resolve("MODEL_CARD.md"));

    // When
    String card = card();

    // Then everything but the sections, which are files of their own
    int sections = card.indexOf("## Data and licences");
    assertThat(released).startsWith(card.substring(0, sections));
    assertThat(released).endsWith(card.substring(sections));
  }

  @Test
  void shouldRefuseARunThatDoesNotTellAPublishedFigure() {
    for (String figure : List.of("code", "seed", "epochs", "batchSize", "learningRate")) {
      // Given
      ObjectNode part = settings.has(figure) ? settings : (ObjectNode) settings.get("training");
      JsonNode value = part.remove(figure);

      // When / Then
      assertThatThrownBy(this::card)
          .as(figure)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("run.json does not tell what the run was made with")
          .hasMessageContaining(figure);
      part.set(figure, value);
    }
  }

  @Test
  void shouldRefuseAFoldThatDoesNotTellTheColumnsKept() {
    // Given
    training.remove("keptColumns");

    // When / Then
    assertThatThrownBy(this::card)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("config.json does not tell 'keptColumns'");
  }

  @Test
  void shouldSayThatNobodyKnowsWhatAnEncoderHadLearntFrom() throws IOException {
    // Given
    training
        .putObject("startedFrom")
        .put("kind", "checkpoint")
        .put("name", "m2d.pth")
        .put("sha256", "abc");

    // When
    String card = card();

    // Then
    assertThat(card)
        .contains(
            "The encoder of run 1, fold 0, started from the checkpoint `m2d.pth` (SHA-256 `abc`), which"
                + " had heard an unknown number of recordings without labels; the patients held out in"
                + " this fold may have been among them.")
        .doesNotContain("No weights from elsewhere went into it.");
  }

  @Test
  void shouldSayWhereHeldOutPatientsWereKeptFromPretraining() throws IOException {
    // Given
    training
        .putObject("startedFrom")
        .put("kind", "pre-training")
        .put("name", "pre")
        .put("sha256", "abc")
        .putObject("heard")
        .put("recordings", 1800)
        .put("hours", 11.5)
        .put("excludedFold", 2);

    // When
    String card = card();

    // Then
    assertThat(card)
        .contains(
            "fold 2, started from the pre-training `pre` (SHA-256 `abc`), which had heard 1800")
        .containsOnlyOnce("were not among them");
  }

  /** Of a run in a folder as training leaves it. */
  private String card() throws IOException {
    var patients = new ArrayList<String>();
    patients.add("patient_id,fold");
    for (int fold = 0; fold < FOLDS; fold++) {
      patients.add("p%d,%d".formatted(fold, fold));
      RunFolder of = run.fold(fold).create();
      JSON.writeValue(of.config().toFile(), training);
      Files.deleteIfExists(of.weights());
      Files.copy(RELEASED.resolve("fold-%d-network-0.safetensors".formatted(fold)), of.weights());
    }
    Files.write(run.foldsFile(), patients);
    JSON.writeValue(run.record().toFile(), settings);
    Files.writeString(run.metrics(), "{}");
    return ModelCard.text("heart", List.of(FinishedRun.open(run)), decision, List.of());
  }
}
