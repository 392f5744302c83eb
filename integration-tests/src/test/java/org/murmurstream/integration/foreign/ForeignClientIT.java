package org.murmurstream.integration.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.kafka.Connection;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamKeys;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.runtime.Application;

/**
 * A client of other make, Confluent's JavaScript serde with a Kafka client from npm, uploads an
 * exam and understands the answer. Runs where Node and the npm registry are present.
 */
@ExtendWith(SharedCluster.class)
class ForeignClientIT {

  private static final Path CLIENT = Path.of("target", "foreign-client");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path stateDir;

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(run(Path.of("."), "node", "--version").ok(), "skipped: there is no node here");
    assumeTrue(
        run(Path.of("."), "npm", "ping", "--fetch-retries=0").ok(),
        "skipped: the npm registry cannot be reached");
    Files.createDirectories(CLIENT);
    for (String file : List.of("package.json", "package-lock.json", ".npmrc", "client.mjs")) {
      Files.copy(
          Path.of("src/test/js", file), CLIENT.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Outcome installed = run(CLIENT, "npm", "ci", "--ignore-scripts", "--prefer-offline");
    assertThat(installed.ok()).as(installed.output()).isTrue();
  }

  @Test
  void shouldAnswerAnExamFromAForeignClient(Connection connection) throws Exception {
    // Given
    StreamSettings settings = settings(connection);
    String exam = UUID.randomUUID().toString();
    try (var application = Application.start(settings, List.of(LoudnessEar::new))) {

      // When
      Outcome outcome = run(CLIENT, "node", "client.mjs", task(connection, exam).toString());

      // Then
      assertThat(outcome.ok()).as(outcome.output()).isTrue();
      List<String> lines = outcome.output().strip().lines().toList();
      JsonNode prediction = JSON.readTree(lines.get(lines.size() - 1));
      assertThat(prediction.path("examId").asText()).isEqualTo(exam);
      assertThat(prediction.path("patientId").asText()).isEqualTo("patient-" + exam);
      assertThat(prediction.path("revision").asInt()).isEqualTo(1);
      assertThat(prediction.path("status").asText()).isEqualTo("COMPLETE");
      assertThat(prediction.path("murmur").asText()).isEqualTo("ABSENT");
      assertThat(prediction.path("sites").findValuesAsText("site")).containsExactly("MV");
      assertThat(prediction.at("/sites/0/quality/seconds").asDouble()).isEqualTo(2.0);
      assertThat(prediction.at("/model/name").asText()).isEqualTo("loudness");
      assertThat(prediction.at("/provenance/topic").asText()).isEqualTo("recordings");
    }
  }

  private StreamSettings settings(Connection connection) {
    return StreamSettings.of(
        List.of(
            Source.flags(
                Map.of(
                    StreamKeys.APPLICATION_ID.name(), "foreign-" + UUID.randomUUID(),
                    StreamKeys.BOOTSTRAP_SERVERS.name(), connection.bootstrapServers(),
                    StreamKeys.REGISTRY.name(), connection.registryUrl(),
                    StreamKeys.STATE_DIR.name(), stateDir.toString(),
                    StreamKeys.HEALTH_PORT.name(), "0"))));
  }

  /** Two seconds of a tone at 4 kHz, as two chunks of a second. */
  private static JsonNode task(Connection connection, String exam) {
    byte[] samples = new byte[2 * 4000 * 2];
    for (int i = 0; i < samples.length / 2; i++) {
      int sample = (int) Math.round(8000 * Math.sin(2 * Math.PI * 100 * i / 4000));
      samples[2 * i] = (byte) sample;
      samples[2 * i + 1] = (byte) (sample >> 8);
    }
    int half = samples.length / 2;
    var task = JSON.createObjectNode();
    task.put("bootstrap", connection.bootstrapServers());
    task.put("registry", connection.registryUrl());
    task.put(
        "schemaFile",
        Path.of("../schemas/src/main/avro-history/recordings-value/v1.avsc")
            .toAbsolutePath()
            .toString());
    task.put("patientId", "patient-" + exam);
    task.put("examId", exam);
    task.put("samples", Base64.getEncoder().encodeToString(samples));
    task.putArray("crc32c")
        .add(crc32c(Arrays.copyOfRange(samples, 0, half)))
        .add(crc32c(Arrays.copyOfRange(samples, half, samples.length)));
    return task;
  }

  private static long crc32c(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private record Outcome(int status, String output) {
    boolean ok() {
      return status == 0;
    }
  }

  /** Runs a program to its end, at most five minutes; one that is not there ends with 127. */
  private static Outcome run(Path directory, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("foreign-client", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException notThere) {
      return new Outcome(127, notThere.getMessage());
    }
    try {
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      return new Outcome(ended ? process.exitValue() : 124, Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
