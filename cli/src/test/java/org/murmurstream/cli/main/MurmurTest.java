package org.murmurstream.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class MurmurTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> commands() {
    return Murmur.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldExplainEveryCommandWithExamples(String command) {
    // When
    int status = execute(command, "--help");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("Usage: murmur " + command, "Examples:", "murmur " + command + " ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldDescribeEveryOption(String command) {
    // When
    var spec = Murmur.commandLine().getSubcommands().get(command).getCommandSpec();

    // Then
    assertThat(spec.args()).allSatisfy(arg -> assertThat(arg.description()).isNotEmpty());
  }

  @Test
  void shouldNameTheCommandThatWasMeant() {
    // When
    int status = execute("doktor");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains("doktor", "doctor").doesNotContain("\tat ");
  }

  @Test
  void shouldSayOneSentenceWhenTheInputIsWrong() {
    // When
    int status = execute("fail", "--log-file", directory.resolve("log").toString(), "--mendable");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("murmur: There is no such folder.");
  }

  @Test
  void shouldNameTheLogWhenItFails() {
    // Given
    Path log = directory.resolve("log");

    // When
    int status = execute("fail", "--log-file", log.toString());

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "murmur: IllegalStateException: the roof leaks", "The log is " + log.toString());
    assertThat(log).content().contains("IllegalStateException: the roof leaks", "\tat ");
  }

  @Test
  void shouldShowTheStackTraceWhenAsked() {
    // When
    execute("fail", "--log-file", directory.resolve("log").toString(), "--verbose");

    // Then
    assertThat(err.toString()).contains("the roof leaks", "\tat ");
  }

  private int execute(String... args) {
    CommandLine murmur = Murmur.commandLine();
    murmur.addSubcommand(new Fail());
    return murmur
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Command(name = "fail")
  static final class Fail implements Callable<Integer> {

    @Option(names = "--mendable")
    private boolean mendable;

    @Override
    public Integer call() {
      if (mendable) {
        throw new IllegalStateException(new UserException("There is no such folder."));
      }
      throw new IllegalStateException("the roof leaks");
    }
  }
}
