package org.murmurstream.trainer.segments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BestEpochTest {

  @Test
  void shouldChooseTheHighestAccuracyAndOfEqualOnesTheFirst() {
    assertThat(BestEpoch.of(List.of(0.1, 1 / 3.0, 0.2, 1 / 3.0)))
        .isEqualTo(new BestEpoch(2, 4, 1 / 3.0));
  }

  @Test
  void shouldHaveNoAccuracyBeforeTheFirstEpochEnds() {
    assertThat(BestEpoch.of(List.of()).accuracy()).isNaN();
  }
}
