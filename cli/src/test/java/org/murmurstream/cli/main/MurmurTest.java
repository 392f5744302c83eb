package org.murmurstream.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MurmurTest {

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

  private int execute(String... args) {
    return Murmur.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
