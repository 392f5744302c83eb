package org.murmurstream.cli.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command lines of {@code docs/coming-from-python.md} are understood as they are printed. */
class ComingFromPythonTest {

  private static final Path PAGE = Path.of("..", "docs", "coming-from-python.md");
  private static final String LAUNCHER = "./murmur ";

  @Test
  void shouldUnderstandEveryCommandLineOfThePage() throws IOException {
    // When
    List<String> lines =
        Files.readString(PAGE)
            .replace("\\\n", " ")
            .lines()
            .filter(line -> line.startsWith(LAUNCHER))
            .map(line -> line.substring(LAUNCHER.length()).strip())
            .toList();

    // Then
    assertThat(lines).hasSize(4);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThatCode(() -> Murmur.commandLine().parseArgs(line.split("\\s+")))
                    .as(line)
                    .doesNotThrowAnyException());
  }
}
