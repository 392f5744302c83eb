package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** What {@code murmur learn} refuses before it begins; all of it is tried by {@code LearnIT}. */
class LearnCommandTest {

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void shouldRefuseAtOnceToWriteOverAnotherBundle() throws IOException {
    // Given
    Path bundle = Files.createDirectories(folder.resolve("bundle"));

    // When / Then
    assertThatThrownBy(() -> learn("--out", bundle))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("never overwritten");
    assertThat(run()).doesNotExist();
  }

  @Test
  void shouldRefuseAtOnceANameThatNoModelMayHave() {
    // When / Then
    assertThatThrownBy(() -> learn("--out", folder.resolve("bundle"), "--name", "a name"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'a name'");
    assertThat(run()).doesNotExist();
  }

  @Test
  void shouldRefuseToReleaseAsRetired() {
    // When
    int status = learn("--out", folder.resolve("bundle"), "--release", "retired");

    // Then
    assertThat(status).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--release takes production or staging");
    assertThat(run()).doesNotExist();
  }

  private int learn(Object... more) {
    List<Object> words = new ArrayList<>(List.of("--data", folder, "--run", run()));
    words.addAll(List.of(more));
    return CommandRun.execute(
        new CommandLine(new LearnCommand()).setErr(new PrintWriter(err, true)),
        words.stream().map(Object::toString).toArray(String[]::new));
  }

  private Path run() {
    return folder.resolve("run");
  }
}
