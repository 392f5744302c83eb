package org.murmurstream.model.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.frames.FrameOutputs;

class SummariesTest {

  private static final double FRAME_SECONDS = 0.02;

  @Test
  void shouldWeighTheMurmurBySystoleThatCouldBeMarked() {
    // Given: a murmur of 3 in a marked systole, of -5 in diastole and in what nobody could mark
    var states = new float[] {0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0};
    var outputs =
        new FrameOutputs(
            3, states, new float[] {1, 1, 0}, new float[] {3, -5, -5}, new float[] {-1, -2, -3});

    // When
    FrameSummary summary = FrameSummary.of(outputs, FRAME_SECONDS);

    // Then
    assertThat(summary.murmur()).isCloseTo(3, within(1e-4));
    assertThat(summary.annotatable()).isCloseTo(2.0 / 3, within(1e-9));
    assertThat(summary.entropy()).isCloseTo(0, within(1e-4));
    assertThat(summary.unknown()).isEqualTo(-2);
  }

  @Test
  void shouldHearARegularHeartAsPeriodic() {
    assertThat(FrameSummary.of(beating(frame -> frame % 40 < 5), FRAME_SECONDS).periodicity())
        .isGreaterThan(0.9);
    assertThat(FrameSummary.of(beating(frame -> frame == 500), FRAME_SECONDS).periodicity())
        .isLessThan(0.1);
    assertThat(FrameSummary.of(beating(frame -> false), FRAME_SECONDS).periodicity())
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void shouldMeasureLoudnessLengthAndFullScale() {
    // Given: two seconds at half of full scale, one sample in ten at full scale
    var samples = new short[8000];
    Arrays.fill(samples, (short) 16_384);
    for (int i = 0; i < samples.length; i += 10) {
      samples[i] = Short.MIN_VALUE;
    }

    // When
    float[] values =
        SoundSummary.of(
                new Pcm(4000, samples), new Spectrogram(3, 2, new float[] {1, 3, 0, 0, 5, 5}))
            .values();

    // Then
    float energy = (float) Math.log(0.1 + 0.9 * 0.25);
    for (int i = 0; i < 5; i++) {
      assertThat(values[i]).as("energy").isCloseTo(energy, within(1e-4f));
    }
    assertThat(Arrays.copyOfRange(values, 5, 8)).containsExactly(2, 0, 5);
    assertThat(values[9]).as("change").isCloseTo(2f / 6, within(1e-6f));
    assertThat(values[10]).as("full scale").isCloseTo(0.1f, within(1e-6f));
    assertThat(values[11]).as("length").isCloseTo((float) Math.log(2), within(1e-6f));
  }

  private static FrameOutputs beating(IntPredicate firstSound) {
    int frames = 1000;
    var states = new float[4 * frames];
    for (int i = 0; i < frames; i++) {
      states[4 * i + (firstSound.test(i) ? 0 : 3)] = 1;
    }
    return new FrameOutputs(frames, states, new float[frames], new float[frames], new float[3]);
  }
}
