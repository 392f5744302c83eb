package org.murmurstream.integration.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.main.Murmur;

class LocalCommandIT {

  @TempDir private Path directory;

  @Test
  void shouldPrintItsAddressesAndEndCleanlyWhenAsked() throws Exception {
    // Given
    Process murmur = start("--kafka-port", "0", "--registry-port", "0");
    try (BufferedReader out = murmur.inputReader()) {
      List<String> lines = new ArrayList<>();
      for (String line = out.readLine(); line != null && lines.size() < 3; line = out.readLine()) {
        lines.add(line);
      }
      assertThat(lines.get(0)).matches("Kafka +localhost:\\d+");
      assertThat(lines.get(1)).matches("Registry +http://localhost:\\d+");
      assertThat(lines.get(2)).endsWith(directory.toString());

      // When
      murmur.destroy();

      // Then
      assertThat(murmur.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(directory.resolve("kafka/.kafka_cleanshutdown")).exists();
    } finally {
      murmur.destroyForcibly();
    }
  }

  @Test
  void shouldSayWhichPortIsInUse() throws Exception {
    // Given
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());

      // When
      Result result = run("--kafka-port", port, "--registry-port", "0");

      // Then
      assertThat(result.status()).isEqualTo(2);
      assertThat(result.err()).contains("Port " + port + " for kafka is in use").hasLineCount(1);
    }
  }

  @Test
  void shouldSayThatADirectoryCannotBeUsed() throws Exception {
    // Given
    Files.writeString(directory.resolve("kafka"), "a file where a directory should be");

    // When
    Result result = run("--kafka-port", "0", "--registry-port", "0");

    // Then
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains(directory.resolve("kafka").toString()).hasLineCount(1);
  }

  private record Result(int status, String err) {}

  /** In this JVM: for what ends by itself. */
  private Result run(String... options) {
    var err = new StringWriter();
    int status =
        Murmur.commandLine().setErr(new PrintWriter(err, true)).execute(arguments(options));
    return new Result(status, err.toString().strip());
  }

  private Process start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Murmur.class.getName()));
    command.addAll(List.of(arguments(options)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private String[] arguments(String... options) {
    List<String> arguments = new ArrayList<>(List.of("local", "--data", directory.toString()));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }
}
