package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.frames.FrameHeadConfig;

class CropMakerTest {

  private static final int BANDS = 4;
  private static final int FRAMES = 32;
  private static final M2dConfig ENCODER =
      new M2dConfig(
          M2dConfig.Stem.CONVOLUTION,
          M2dConfig.Positions.SIN_COS,
          BANDS,
          FRAMES,
          BANDS,
          8,
          8,
          1,
          1,
          2,
          1e-6);
  private static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0, 0, 0);

  @Test
  void shouldCutARecordingOfTheCropsLengthUnchangedWithoutAugmentation() {
    // Given
    TrainingRecording recording = recording(FRAMES, MurmurClass.ABSENT);

    // When
    FrameBatch batch = maker(NONE, 4).batch(List.of(recording), new Random(1));

    // Then
    assertThat(batch.spectrograms()).isEqualTo(recording.spectrogram().values());
    assertThat(batch.kept()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void shouldTeachNothingBeyondTheEndOfAShortRecording() {
    // Given
    TrainingRecording recording = recording(20, MurmurClass.ABSENT);

    // When
    FrameBatch batch = maker(NONE, 4).batch(List.of(recording), new Random(1));

    // Then
    assertThat(Arrays.copyOfRange(batch.annotatableWeights(), 20, FRAMES)).containsOnly(0);
    assertThat(Arrays.copyOfRange(batch.spectrograms(), 20, FRAMES)).containsOnly(0);
    assertThat(Arrays.copyOfRange(batch.annotatableWeights(), 0, 20)).containsOnly(1f / 20);
  }

  @Test
  void shouldMakeTheWeightsOfEveryPartOfTheLossSumToOne() {
    // Given
    List<TrainingRecording> recordings =
        List.of(
            recording(100, MurmurClass.PRESENT),
            recording(50, MurmurClass.UNKNOWN),
            recording(70, MurmurClass.ABSENT));

    // When
    FrameBatch batch = maker(Augmentation.STANDARD, 3).batch(recordings, new Random(2));

    // Then
    assertThat(sum(batch.states())).isCloseTo(1, within(1e-5));
    assertThat(sum(batch.annotatableWeights())).isCloseTo(1, within(1e-5));
    assertThat(sum(batch.murmurWeights())).isCloseTo(1, within(1e-5));
    assertThat(sum(batch.recordings())).isCloseTo(1, within(1e-5));
    double ofPresent = 2.0 / (2 + 3 + 1);
    assertThat(batch.recordings()[0])
        .isCloseTo((float) (ofPresent * (0.95 + 0.05 / 3)), within(1e-5f));
  }

  @Test
  void shouldKeepTheTargetsOfTheColumnsThatAreKept() {
    // Given
    TrainingRecording recording = recording(FRAMES, MurmurClass.ABSENT);

    // When
    FrameBatch batch = maker(NONE, 2).batch(List.of(recording), new Random(3));

    // Then
    for (int k = 0; k < 16; k++) {
      int frame = (int) batch.kept()[k / 8] * 8 + k % 8;
      int state = recording.targets().states()[frame];
      assertThat(batch.states()[4 * k + state]).isPositive();
    }
  }

  @Test
  void shouldCutACropFromADistortionAsOftenAsAsked() {
    // Given: a recording of ones, and distortions of twos and threes
    var recording =
        new TrainingRecording(sight(1), List.of(sight(2), sight(3)), MurmurClass.ABSENT, 1);
    var maker = new CropMaker(config(NONE, 4).withDistorted(0.6));
    var random = new Random(5);
    var cut = new int[4];

    // When
    for (int i = 0; i < 1000; i++) {
      FrameBatch batch = maker.batch(List.of(recording), random);
      cut[(int) batch.spectrograms()[0]]++;
    }

    // Then
    assertThat(cut[1]).isBetween(350, 450);
    assertThat(cut[2]).isBetween(250, 350);
    assertThat(cut[3]).isBetween(250, 350);
  }

  @Test
  void shouldDrawNoChanceForARecordingWithoutDistortions() {
    // Given
    TrainingRecording recording = recording(100, MurmurClass.ABSENT);

    // When
    FrameBatch plain = maker(Augmentation.STANDARD, 3).batch(List.of(recording), new Random(2));
    FrameBatch asked =
        new CropMaker(config(Augmentation.STANDARD, 3).withDistorted(0.6))
            .batch(List.of(recording), new Random(2));

    // Then
    assertThat(asked.spectrograms()).isEqualTo(plain.spectrograms());
  }

  private static TrainingRecording.Sight sight(float value) {
    var values = new float[BANDS * FRAMES];
    Arrays.fill(values, value);
    return new TrainingRecording.Sight(
        new Spectrogram(BANDS, FRAMES, values),
        new FrameTargets(new byte[FRAMES], new byte[FRAMES]));
  }

  private static CropMaker maker(Augmentation augmentation, int keptColumns) {
    return new CropMaker(config(augmentation, keptColumns));
  }

  private static FrameTraining config(Augmentation augmentation, int keptColumns) {
    return new FrameTraining(
        ENCODER,
        FrameHeadConfig.on(ENCODER),
        new OptimiserConfig(0.01, 0, 1, 0.9, 0.999, 1e-8, 0, 1, 0),
        augmentation,
        FrameTraining.LossWeights.STANDARD,
        1,
        keptColumns,
        0);
  }

  private static TrainingRecording recording(int frames, MurmurClass label) {
    var values = new float[BANDS * frames];
    var states = new byte[frames];
    var murmur = new byte[frames];
    for (int i = 0; i < frames; i++) {
      states[i] = (byte) (i / 3 % 4);
      murmur[i] = states[i] == 1 ? 0 : FrameTargets.IGNORED;
      for (int band = 0; band < BANDS; band++) {
        values[band * frames + i] = 10 * band + i;
      }
    }
    return new TrainingRecording(
        new Spectrogram(BANDS, frames, values), new FrameTargets(states, murmur), label, 1);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
