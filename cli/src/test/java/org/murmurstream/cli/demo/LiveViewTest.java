package org.murmurstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveViewTest {

  private final StringWriter screen = new StringWriter();
  private final LiveView view = new LiveView(() -> 80, new PrintWriter(screen));

  @Test
  void shouldPaintOverWhatItPaintedBefore() {
    // Given
    view.now(List.of("one", "two"));
    screen.getBuffer().setLength(0);

    // When
    view.now(List.of("three"));

    // Then
    assertThat(screen.toString()).startsWith("\u001b[2A\r\u001b[J").contains("three\n");
  }

  @Test
  void shouldKeepLinesAboveWhatIsPainted() {
    // Given
    view.now(List.of("progress"));
    screen.getBuffer().setLength(0);

    // When
    view.line("an answer");

    // Then
    assertThat(screen.toString())
        .startsWith("\u001b[1A\r\u001b[Jan answer\n")
        .contains("progress\n");
  }

  @Test
  void shouldNotPaintWhatIsOnTheScreenAlready() {
    // Given
    view.now(List.of("progress"));
    screen.getBuffer().setLength(0);

    // When
    view.now(List.of("progress"));

    // Then
    assertThat(screen.toString()).isEmpty();
  }

  @Test
  void shouldLeaveTheTerminalAsItFoundIt() {
    // Given
    view.now(List.of("progress"));

    // When
    view.close();

    // Then
    assertThat(screen.toString()).endsWith("\u001b[?7h\u001b[?25h");
  }
}
