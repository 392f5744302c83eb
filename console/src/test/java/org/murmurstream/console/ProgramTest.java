package org.murmurstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgramTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void shouldAskForACommandWhenThereIsNone() {
    // When
    int status = execute();

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("murmur: Name a command.", "Try 'murmur --help' for what it takes.");
  }

  @Test
  void shouldNameTheCommandThatWasMeant() {
    // When
    int status = execute("fai");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .contains("There is no command 'murmur fai'; did you mean fail")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldRefuseHelpOnACommandThatThereIsNot() {
    // When
    int status = execute("fai", "--help");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("There is no command 'murmur fai'; did you mean fail", "murmur --help");
  }

  @Test
  void shouldRefuseHelpOnASubcommandThatThereIsNot() {
    // When
    int status = execute("group", "whole", "--help");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString())
        .contains("There is no command 'murmur group whole'", "'murmur group --help'");
  }

  @Test
  void shouldTakeDurationsAndMomentsAsPeopleWriteThem() {
    assertThat(execute("wait", "--for", "30s", "--from", "2026-12-01")).isZero();
    assertThat(out.toString().strip()).isEqualTo("PT30S 2026-12-01T00:00:00Z");
    assertThat(execute("wait", "--for", "long")).isEqualTo(2);
    assertThat(err.toString()).contains("option '--for'", "30s");
    assertThat(execute("wait", "--from", "yesterday")).isEqualTo(2);
    assertThat(err.toString()).contains("option '--from'", "2026-12-01");
  }

  @Test
  void shouldSayOneSentenceWhenTheInputIsWrong() {
    // When
    int status = execute("fail", "--mendable");

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("murmur: There is no such folder.");
  }

  @Test
  void shouldSayWhatWentWrongInnermost() {
    // When
    int status = execute("fail");

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "murmur: IllegalStateException: the roof leaks", "The log is on standard error");
  }

  @Test
  void shouldRepeatTheSentenceOfWhatIsReported() {
    // When
    int status = execute("fail", "--reported");

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).startsWith("murmur: Mend the roof.").doesNotContain("rain");
  }

  @Test
  void shouldShowTheStackTraceWhenAsked() {
    // When
    execute("fail", "--verbose");

    // Then
    assertThat(err.toString()).contains("the roof leaks", "\tat ");
  }

  @Test
  void shouldNameEveryStatusItMayEndWith() {
    // When
    int status = execute("--help");

    // Then
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains(
            "Usage: murmur", "0     fine", "1     failed", "2     wrong", "130   interrupted");
  }

  private int execute(String... args) {
    return Program.commandLine(TestProgram.class)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
