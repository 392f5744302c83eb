package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.main.Murmur;
import org.murmurstream.kafka.Connection;
import org.murmurstream.local.SharedCluster;

/** {@code murmur simulate} as a process of its own. */
@ExtendWith(SharedCluster.class)
class SimulateCommandIT {

  @TempDir private Path directory;

  @Test
  void shouldSayWhatItHasSentAndNothingElseWhenItIsInterrupted(Connection cluster)
      throws Exception {
    // Given
    Path ledger = directory.resolve("sent.jsonl");
    File said = directory.resolve("said").toFile();
    Process simulation =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Murmur.class.getName(),
                "simulate",
                "--synthetic",
                "30",
                "--seed",
                "4711",
                "--ledger",
                ledger.toString(),
                "--log-file",
                directory.resolve("log").toString(),
                "--bootstrap-servers",
                cluster.bootstrapServers(),
                "--registry",
                cluster.registryUrl())
            .redirectErrorStream(true)
            .redirectOutput(said)
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> Files.exists(ledger) && Files.size(ledger) > 0);

      // When
      simulation.destroy();

      // Then
      assertThat(simulation.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      simulation.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(said.toPath());
    assertThat(lines).last().asString().startsWith("Stopped after 0 of 30 exams in ");
    assertThat(lines).noneMatch(line -> line.contains("interrupted"));
  }
}
