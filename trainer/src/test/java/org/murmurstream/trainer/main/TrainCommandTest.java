package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.trainer.frames.FrameScore;

class TrainCommandTest {

  @Test
  void shouldPrintAFigureARow() {
    // Given
    var present = new Bootstrap.Interval(0.5, 0, 1);
    var other = new Bootstrap.Interval(0.9, 0.25, 1);

    // When
    var lines =
        TrainCommand.lines(
            new FrameScore(7, present, other, present, other, present, other, 0.21844));

    // Then
    assertThat(lines)
        .containsExactly(
            "7 patients held out:",
            "AUC Present   0.500 [0.000, 1.000]",
            "AUC Unknown   0.900 [0.250, 1.000]",
            "W.acc         0.500 [0.000, 1.000]",
            "UAR           0.900 [0.250, 1.000]",
            "exact states  0.218");
  }
}
