package org.murmurstream.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final String ERASE_REST = "\u001b[K";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void shouldWritePlainLinesWhereNothingCanBePainted() {
    // When
    try (var progress = new Progress(new Terminal.Plain(), out)) {
      progress.show("hear", 0, 3);
      progress.show("hear", 3, 3, "loss 0.1");
      progress.showBytes("fetch", 2_000_000, 2_000_000);
    }

    // Then
    assertThat(written()).doesNotContain("\r", "\u001b");
    assertThat(written().lines())
        .contains("hear: 3 of 3 after 0:00:00, loss 0.1", "fetch: 2 of 2 MB after 0:00:00");
  }

  @Test
  void shouldWriteNoPlainLineTwice() {
    // When the end comes just when a line is due
    for (int i = 0; i < 200; i++) {
      try (var progress = new Progress(new Terminal.Plain(), out)) {
        progress.show("hear " + i, 2, 2, "loss 0.1");
      }
    }

    // Then
    assertThat(written().lines())
        .hasSize(200)
        .allSatisfy(line -> assertThat(line).endsWith(": 2 of 2 after 0:00:00, loss 0.1"));
  }

  @Test
  void shouldPaintNoRowThatIsWiderThanTheTerminal() {
    // Given
    int columns = 40;

    // When
    try (var progress = new Progress(new Screen(columns), out)) {
      progress.show("hear", 1, 3, "a message that is much longer than there is room for");
      progress.show("hear", 3, 3, "a message that is much longer than there is room for");
    }

    // Then
    List<String> rows =
        Arrays.stream(written().replace(System.lineSeparator(), "").split("\r"))
            .map(row -> row.replace(ERASE_REST, ""))
            .toList();
    assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("hear 100%"));
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSizeLessThan(columns));
  }

  @Test
  void shouldKeepALineAboveTheBar() {
    // When
    try (var progress = new Progress(new Screen(80), out)) {
      progress.show("hear", 1, 3);
      progress.say("what stays");
      progress.show("hear", 2, 3);
    }

    // Then
    assertThat(written().lines()).contains("what stays");
  }

  @Test
  void shouldReckonTheTimeLeftFromWhereItWentOn() {
    // When
    try (var progress = new Progress(new Terminal.Plain(), out)) {
      progress.show("learn", 90, 100);
    }

    // Then
    assertThat(written().lines()).last().isEqualTo("learn: 90 of 100 after 0:00:00");
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private record Screen(int columns) implements Terminal {

    @Override
    public boolean isLive() {
      return true;
    }
  }
}
