package org.murmurstream.trainer.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.tensor.Safetensors;

class EncodersTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final M2dConfig FIXED = M2dConfig.HEART.with(M2dConfig.Positions.SIN_COS);

  @TempDir private Path folder;

  @Test
  void shouldReadATrainingFromBeforePositionsWereAChoice() throws IOException {
    // Given
    ObjectNode config = config(FIXED);
    config.withObject("encoder").remove("positions");
    write(config);

    // When
    Encoder encoder = read();

    // Then
    assertThat(encoder.config()).isEqualTo(FIXED);
    assertThat(Encoders.config(config)).isEqualTo(FIXED);
  }

  @Test
  void shouldTellWhatMadeItAndWhatItWasTrainedOn() throws IOException {
    // Given
    write(config(FIXED));
    Files.writeString(
        folder.resolve("run.json"),
        """
        {"code": "any", "java": "17", "threads": 1, "heard": {"recordings": 3, "hours": 0.1,
        "labels": "none", "excludedRecordings": 1, "excludedFold": 2, "folds": "folds.csv"}}
        """);

    // When
    Encoder encoder = read();

    // Then
    JsonNode record = Encoders.record(encoder);
    assertThat(encoder.origin().kind()).isEqualTo(Origin.Kind.PRETRAINING);
    assertThat(record.path("kind").asText()).isEqualTo("pre-training");
    assertThat(record.path("name").asText()).isEqualTo(folder.getFileName().toString());
    assertThat(record.path("sha256").asText()).isEqualTo(encoder.weightsDigest());
    assertThat(record.path("heard").path("excludedFold").asInt()).isEqualTo(2);
  }

  @Test
  void shouldKnowOfAFineTuningThatItLearntFromLabels() throws IOException {
    // Given
    write(config(FIXED).put("classWeights", "any"));

    // When
    Encoder encoder = read();

    // Then
    assertThat(encoder.origin().labelled()).isTrue();
  }

  @Test
  void shouldRefuseAConfigurationWithoutAnEncoder() throws IOException {
    // Given
    write(config(FIXED).without("encoder"));

    // Then
    assertThatThrownBy(this::read)
        .isInstanceOf(UserException.class)
        .hasMessageContaining("config.json is no configuration of an encoder's training");
  }

  private Encoder read() throws IOException {
    return Encoders.read(folder, OfficialCheckpoint.Hints.NONE);
  }

  private static ObjectNode config(M2dConfig encoder) {
    ObjectNode config = JSON.createObjectNode();
    config.set("frontEnd", JSON.valueToTree(FrontEndConfig.HEART));
    config.set("encoder", JSON.valueToTree(encoder));
    return config;
  }

  private void write(ObjectNode config) throws IOException {
    Files.writeString(folder.resolve("config.json"), config.toString());
    Safetensors.write(folder.resolve("encoder.safetensors"), FIXED.seeded(1));
  }
}
