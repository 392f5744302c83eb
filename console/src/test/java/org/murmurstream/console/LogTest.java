package org.murmurstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program in a JVM of its own: there is one log a JVM. */
class LogTest {

  /** Date, time, zone. */
  private static final String WHEN =
      "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";

  @TempDir Path directory;

  private Path temporary;
  private Path chosen;

  @BeforeEach
  void setUp() throws IOException {
    temporary = Files.createDirectory(directory.resolve("tmp"));
    chosen = directory.resolve("logs/murmur.log");
  }

  @Test
  void shouldKeepQuietAndNoLogWhenACommandEndsWell() {
    // When
    Ended ended = run(List.of(), "look");

    // Then
    assertThat(ended.status()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(temporaryLogs()).isEmpty();
  }

  @Test
  void shouldWriteOneLineAnEventWhateverIsInIt() {
    // When
    Ended ended = run(List.of(), "quote");

    // Then
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .matches(
            WHEN + " INFO  \\S*Quote - quoted a\\?\\?b\\?\\[31mc\\?d\\?e\\?f topic=\"a\\?\\?b.*");
  }

  @Test
  void shouldKeepTheLogAndNameItWhenACommandFails() {
    // When
    Ended ended = run(List.of(), "fail");

    // Then
    assertThat(ended.status()).isEqualTo(1);
    Path log = temporaryLogs().get(0);
    assertThat(log.getFileName().toString()).startsWith("fail-");
    assertThat(ended.err().lines())
        .containsExactly("murmur: IllegalStateException: the roof leaks", "The log is " + log);
    assertThat(log).content().contains("IllegalStateException: the roof leaks", "\tat ");
  }

  @Test
  void shouldKeepNoLogWhenTheInputIsWrong() {
    // When
    Ended ended = run(List.of(), "fail", "--mendable");

    // Then
    assertThat(ended.status()).isEqualTo(2);
    assertThat(temporaryLogs()).isEmpty();
  }

  @Test
  void shouldAppendToTheFileThatIsChosen() throws IOException {
    // Given
    Files.createDirectories(chosen.getParent());
    Files.writeString(chosen, "yesterday\n");

    // When
    Ended ended = run(List.of(), "look", "--log-file", chosen.toString());

    // Then
    assertThat(ended.err()).isEmpty();
    assertThat(Files.readAllLines(chosen))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("yesterday"),
            second ->
                assertThat(second)
                    .matches(WHEN + " INFO  TestProgram\\$Look - looked bricks=\"3\""));
  }

  @Test
  void shouldRollTheFileAndKeepFew() throws IOException {
    // When
    run(List.of(), "--log-file=" + chosen, "talk");

    // Then
    try (Stream<Path> files = Files.list(chosen.getParent())) {
      assertThat(files)
          .hasSize(6)
          .contains(chosen, chosen.resolveSibling("murmur.log.5"))
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(12 << 20));
    }
  }

  @Test
  void shouldSayOneSentenceWhenTheFileCannotBeWritten() {
    // When
    Ended ended = run(List.of(), "look", "--log-file", directory.toString());

    // Then
    assertThat(ended.status()).isEqualTo(2);
    assertThat(ended.err().strip())
        .isEqualTo(
            "murmur: The log file %s cannot be written; name another with --log-file."
                .formatted(directory));
  }

  @Test
  void shouldLetServicesSpeakOnStandardErrorWithTheCausesOfWhatKafkaSays() {
    // When
    Ended ended = run(List.of(), "serve");

    // Then
    assertThat(ended.err().lines())
        .satisfiesExactly(
            first -> assertThat(first).matches(WHEN + " INFO  TestProgram\\$Serve - served "),
            second -> assertThat(second).matches(WHEN + " WARN  Client - trouble "),
            third ->
                assertThat(third).isEqualTo("java.lang.IllegalStateException: the cellar is wet"));
    assertThat(temporaryLogs()).isEmpty();
  }

  @Test
  void shouldWriteAServicesLogToAFileAsWell() {
    // When
    run(List.of(), "serve", "--log-file", chosen.toString());

    // Then
    assertThat(chosen).content().contains("served", "trouble", "the cellar is wet", "\tat ");
  }

  @Test
  void shouldTellMoreWhenAsked() {
    // When
    Ended ended = run(List.of(), "look", "--verbose");

    // Then
    assertThat(ended.err()).contains("DEBUG TestProgram$Look - looked closely");
  }

  @Test
  void shouldLeaveNoFileBehindWhenAskedForHelp() {
    // When
    run(List.of(), "look", "--help", "--log-file", chosen.toString());

    // Then
    assertThat(chosen).doesNotExist();
    assertThat(temporaryLogs()).isEmpty();
  }

  @Test
  void shouldLogJsonLinesWhenTheEnvironmentSaysSo() {
    // When
    Ended ended = run("json", List.of(), "serve");

    // Then
    assertThat(ended.err().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"))
        .anySatisfy(line -> assertThat(line).contains("\"message\":\"served\""))
        .anySatisfy(line -> assertThat(line).contains("the cellar is wet"));
  }

  @Test
  void shouldLogAsAnOperatorsFileSays() throws IOException {
    // Given
    Path own = directory.resolve("own.xml");
    Files.writeString(
        own,
        """
        <configuration>
          <appender name="own" class="ch.qos.logback.core.ConsoleAppender">
            <target>System.err</target>
            <encoder><pattern>own: %msg%n</pattern></encoder>
          </appender>
          <root level="INFO"><appender-ref ref="own"/></root>
        </configuration>
        """);

    // When
    Ended ended = run(List.of("-Dlogback.configurationFile=" + own), "look");

    // Then
    assertThat(ended.err().lines()).containsExactly("own: looked");
  }

  @Test
  void shouldSayThatWorkWasInterruptedAndHowToGoOn() throws Exception {
    // Given
    Process process = new ProcessBuilder(command(List.of(), "learn")).start();
    try (BufferedReader out = process.inputReader();
        BufferedReader err = process.errorReader()) {
      assertThat(out.readLine()).isEqualTo("at work");
      Path log = temporaryLogs().get(0);

      // When
      process.toHandle().destroy(); // Process.destroy would close what it has to say

      // Then
      assertThat(err.lines())
          .containsExactly(
              "Log: %s, kept if this fails".formatted(log),
              "",
              "murmur: interrupted; the same command goes on where it stopped");
      assertThat(process.waitFor()).isEqualTo(128 + 15);
      assertThat(temporaryLogs()).isEmpty();
    }
  }

  private record Ended(int status, String err) {}

  private Ended run(List<String> jvm, String... args) {
    return run("text", jvm, args);
  }

  private Ended run(String format, List<String> jvm, String... args) {
    var builder = new ProcessBuilder(command(jvm, args));
    builder.environment().put("MURMUR_LOG_FORMAT", format);
    return run(builder);
  }

  private List<String> command(List<String> jvm, String... args) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-XX:TieredStopAtLevel=1"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(TestProgram.class.getName());
    command.addAll(List.of(args));
    return command;
  }

  private Ended run(ProcessBuilder builder) {
    try {
      Path out = directory.resolve("out");
      Path err = directory.resolve("err");
      int status =
          builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
      // Logback prints there what it finds wrong with its file.
      assertThat(out).isEmptyFile();
      return new Ended(status, Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<Path> temporaryLogs() {
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.filter(file -> file.toString().endsWith(".log")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
