package org.murmurstream.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.UserException;

class RunRecordTest {

  private static final RunRecord.OnFrames FRAMES =
      new RunRecord.OnFrames(60, 64, 0.0025, 1, 675, 2259, "4cbd", null);

  @TempDir private Path place;
  private RunFolder folder;

  @BeforeEach
  void name() {
    folder = new RunFolder(place);
  }

  static List<RunRecord.Kind> kinds() {
    var settings = JsonNodeFactory.instance.objectNode().put("epochs", 50);
    return List.of(
        FRAMES,
        new RunRecord.OnFrames(60, 64, 0.0025, 1, 675, 2259, "4cbd", "c0ffee"),
        new RunRecord.OnSites("random", "WINDOWS", List.of(1L, 2L), 1, 3, 675, settings),
        new RunRecord.OnSegments("runs/pre", List.of(8L), 1, 3, 675, settings),
        new RunRecord.Pretraining(new RunRecord.Heard(100, 0.5, "none", null, null, null)),
        new RunRecord.Pretraining(new RunRecord.Heard(80, 0.4, "none", 20, 2, "folds.csv")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void shouldComeBackAsItWasWritten(RunRecord.Kind training) throws IOException {
    // Given
    RunRecord record = RunRecord.of(1, training);

    // When
    record.write(folder);

    // Then
    assertThat(RunRecord.read(folder)).isEqualTo(record);
  }

  @Test
  void shouldBeReadableByPeople() throws IOException {
    // When
    new RunRecord("0.1.0", "17", 1, FRAMES).write(folder);

    // Then
    assertThat(folder.record())
        .content()
        .isEqualToNormalizingNewlines(
            """
            {
              "code" : "0.1.0",
              "java" : "17",
              "threads" : 1,
              "training" : {
                "kind" : "frames",
                "epochs" : 60,
                "batchSize" : 64,
                "learningRate" : 0.0025,
                "seed" : 1,
                "patients" : 675,
                "recordings" : 2259,
                "dataSha256" : "4cbd"
              }
            }""");
  }

  @Test
  void shouldReadARunOfTrainAsEarlierBuildsWroteIt() throws IOException {
    // Given
    Files.writeString(
        folder.record(),
        """
        {"code": "0.1.0-SNAPSHOT", "java": "17", "epochs": 60, "batchSize": 64,
        "learningRate": 0.0025, "seed": 1, "threads": 1, "patients": 675, "recordings": 2259,
        "dataSha256": "4cbd"}
        """);

    // When
    RunRecord record = RunRecord.read(folder);

    // Then
    assertThat(record).isEqualTo(new RunRecord("0.1.0-SNAPSHOT", "17", 1, FRAMES));
  }

  @Test
  void shouldReadARunOfClassifyAsEarlierBuildsWroteIt() throws IOException {
    // Given
    Files.writeString(
        folder.record(),
        """
        {"code": "a", "java": "17", "made": {"backbone": "random", "hearing": "WINDOWS",
        "seeds": [1, 2], "splitSeed": 1, "folds": 3, "patients": 675, "threads": 4,
        "settings": {"epochs": 50}}}
        """);

    // When
    RunRecord record = RunRecord.read(folder);

    // Then
    assertThat(record).isEqualTo(new RunRecord("a", "17", 4, kinds().get(2)));
  }

  @Test
  void shouldReadARunOfFinetuneAsEarlierBuildsWroteIt() throws IOException {
    // Given
    Files.writeString(
        folder.record(),
        """
        {"code": "a", "java": "17", "encoderFrom": "runs/pre", "seeds": [8], "splitSeed": 1,
        "folds": 3, "patients": 675, "threads": 4, "settings": {"epochs": 50}}
        """);

    // When
    RunRecord record = RunRecord.read(folder);

    // Then
    assertThat(record).isEqualTo(new RunRecord("a", "17", 4, kinds().get(3)));
  }

  @Test
  void shouldReadAPretrainingAsEarlierBuildsWroteIt() throws IOException {
    // Given
    Files.writeString(
        folder.record(),
        """
        {"code": "a", "java": "17", "threads": 0, "heard": {"recordings": 80, "hours": 0.4,
        "labels": "none", "excludedRecordings": 20, "excludedFold": 2, "folds": "folds.csv"}}
        """);

    // When
    RunRecord record = RunRecord.read(folder);

    // Then
    assertThat(record).isEqualTo(new RunRecord("a", "17", 0, kinds().get(5)));
  }

  @Test
  void shouldNameWhatIsMissing() throws IOException {
    // Given
    Files.writeString(
        folder.record(),
        """
        {"code": "a", "java": "17", "threads": 1, "epochs": 60, "seed": 1, "learningRate": 0.1,
        "patients": 2, "recordings": 2}
        """);

    // When / Then
    assertThatThrownBy(() -> RunRecord.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run.json does not tell what the run was made with")
        .hasMessageContaining("batchSize");
  }

  @Test
  void shouldSayThatAFolderIsNoRun() {
    assertThatThrownBy(() -> RunRecord.read(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("it has no run.json");
  }

  @Test
  void shouldRefuseARunOfAnotherKindThanIsAskedFor() {
    // Given
    RunRecord pretraining = RunRecord.of(1, kinds().get(4));

    // When / Then
    assertThatThrownBy(() -> pretraining.frames(folder))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("is no run of 'murmur train'");
  }
}
