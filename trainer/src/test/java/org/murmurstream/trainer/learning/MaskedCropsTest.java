package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;

class MaskedCropsTest {

  private static final M2dConfig ENCODER = new M2dConfig(2, 4, 1, 2, 8, 1, 2, 4, 1e-6);

  @Test
  void shouldCutOneStretchOutOfAllBands() {
    // Given bands that say which they are, and when
    var recording = new Spectrogram(2, 6, new float[] {1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16});

    // When
    var starts = new HashSet<Float>();
    for (int seed = 0; seed < 50; seed++) {
      float[] crop = MaskedCrops.of(ENCODER, List.of(recording), new Random(seed)).spectrograms();
      float start = crop[0];
      starts.add(start);
      assertThat(crop)
          .containsExactly(
              start,
              start + 1,
              start + 2,
              start + 3,
              start + 10,
              start + 11,
              start + 12,
              start + 13);
    }

    // Then
    assertThat(starts).containsExactlyInAnyOrder(1f, 2f, 3f);
  }

  @Test
  void shouldFollowAShortRecordingByTheMean() {
    // Given
    var recording = new Spectrogram(2, 3, new float[] {1, 2, 3, 11, 12, 13});

    // Then
    assertThat(MaskedCrops.of(ENCODER, List.of(recording), new Random(1)).spectrograms())
        .containsExactly(1, 2, 3, 0, 11, 12, 13, 0);
  }

  @Test
  void shouldShuffleThePatchesOfEachCropByItself() {
    // Given
    var recording = new Spectrogram(2, 4, new float[8]);
    var orders = new HashSet<String>();

    // When
    for (int seed = 0; seed < 100; seed++) {
      MaskedCrops crops = MaskedCrops.of(ENCODER, List.of(recording, recording), new Random(seed));
      assertThat(crops.crops()).isEqualTo(2);
      for (int crop = 0; crop < 2; crop++) {
        long[] order = Arrays.copyOfRange(crops.order(), 4 * crop, 4 * crop + 4);
        orders.add(Arrays.toString(order));
        assertThat(order).containsExactlyInAnyOrder(LongStream.range(0, 4).toArray());
      }
    }

    // Then
    assertThat(orders).hasSize(24);
  }
}
