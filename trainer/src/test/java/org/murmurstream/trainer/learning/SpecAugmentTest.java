package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.audio.Spectrogram;

class SpecAugmentTest {

  private static final int BANDS = 6;
  private static final int FRAMES = 20;

  @Test
  void shouldHideTheSameBandsAndFramesOfAWholeBatchWithTheMean() {
    // Given
    var augment = new SpecAugment(3, 8);
    var widths = new TreeSet<Integer>();
    var lengths = new TreeSet<Integer>();
    for (int seed = 0; seed < 200; seed++) {
      List<Spectrogram> batch = List.of(ones(), ones());

      // When
      List<Spectrogram> hidden = augment.hide(batch, new Random(seed));

      // Then
      float[] values = hidden.get(0).values();
      assertThat(hidden.get(1).values()).isEqualTo(values);
      assertThat(batch.get(0).values()).containsOnly(1);
      int bands = hiddenBands(values);
      int frames = hiddenFrames(values);
      int zeros = bands * FRAMES + frames * BANDS - bands * frames;
      assertThat(sum(values)).isEqualTo(BANDS * FRAMES - zeros);
      widths.add(bands);
      lengths.add(frames);
    }
    assertThat(widths).containsExactly(0, 1, 2);
    assertThat(lengths).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void shouldLeaveEverythingAndDrawNothingByDefault() {
    // Given
    List<Spectrogram> batch = List.of(ones());
    var random = new Random(1);

    // Then
    assertThat(SpecAugment.NONE.hide(batch, random)).isSameAs(batch);
    assertThat(random.nextInt()).isEqualTo(new Random(1).nextInt());
  }

  private static Spectrogram ones() {
    var values = new float[BANDS * FRAMES];
    Arrays.fill(values, 1);
    return new Spectrogram(BANDS, FRAMES, values);
  }

  private static int hiddenBands(float[] values) {
    int count = 0;
    for (int band = 0; band < BANDS; band++) {
      count += sum(Arrays.copyOfRange(values, band * FRAMES, (band + 1) * FRAMES)) == 0 ? 1 : 0;
    }
    return count;
  }

  private static int hiddenFrames(float[] values) {
    int count = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      double sum = 0;
      for (int band = 0; band < BANDS; band++) {
        sum += values[band * FRAMES + frame];
      }
      count += sum == 0 ? 1 : 0;
    }
    return count;
  }

  private static int sum(float[] values) {
    float sum = 0;
    for (float value : values) {
      sum += value;
    }
    return (int) sum;
  }
}
