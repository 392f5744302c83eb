package org.murmurstream.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.audio.Spectrogram;

class ArchiveOrderTest {

  private static final List<Spectrogram> RECORDINGS =
      IntStream.range(0, 9).mapToObj(i -> new Spectrogram(1, 1, new float[] {i})).toList();

  @Test
  void shouldHearEveryRecordingOnceAPass() {
    // Given
    var order = new ArchiveOrder(RECORDINGS, 4, 1);
    var heard = new ArrayList<Spectrogram>();

    // When
    for (int step = 0; step < 9; step++) {
      heard.addAll(order.batch(step));
    }

    // Then
    for (int pass = 0; pass < 4; pass++) {
      assertThat(heard.subList(9 * pass, 9 * pass + 9))
          .containsExactlyInAnyOrderElementsOf(RECORDINGS);
    }
    assertThat(heard.subList(0, 9)).isNotEqualTo(heard.subList(9, 18));
  }

  @Test
  void shouldTellABatchByItsNumberAlone() {
    // Given
    var straight = new ArchiveOrder(RECORDINGS, 4, 1);
    straight.batch(0);
    straight.batch(1);

    // Then
    assertThat(new ArchiveOrder(RECORDINGS, 4, 1).batch(2)).isEqualTo(straight.batch(2));
  }
}
