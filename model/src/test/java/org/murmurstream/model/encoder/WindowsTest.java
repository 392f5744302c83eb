package org.murmurstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class WindowsTest {

  private static final Encoder HEART = Encoder.seeded(FrontEndConfig.HEART, M2dConfig.HEART, 1);

  private Device device;

  @BeforeEach
  void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @Test
  void shouldBeginAWindowWhereverHalfOfItIsInTheRecording() {
    // Given five seconds every two and a half, at 50 and at 100 frames a second
    assertThat(WindowPlan.STANDARD.frames(FrontEndConfig.HEART)).isEqualTo(251);
    assertThat(WindowPlan.STANDARD.frames(FrontEndConfig.M2D_16K)).isEqualTo(501);

    // Then
    assertThat(WindowPlan.STANDARD.starts(FrontEndConfig.HEART, 60)).containsExactly(0);
    assertThat(WindowPlan.STANDARD.starts(FrontEndConfig.HEART, 501))
        .containsExactly(0, 125, 250, 375);
    assertThat(WindowPlan.STANDARD.starts(FrontEndConfig.M2D_16K, 1001))
        .containsExactly(0, 250, 500, 750);
  }

  @Test
  void shouldJudgeByWholeWindowsSideBySideAndByAShortRecordingAsItIs() {
    // Given
    WindowPlan plan = WindowPlan.STANDARD.sideBySide();

    // Then 10 s give two windows, what is left of 14.9 s is dropped, and 1.2 s are filled up
    assertThat(plan.starts(FrontEndConfig.HEART, 501)).containsExactly(0, 250);
    assertThat(plan.starts(FrontEndConfig.HEART, 746)).containsExactly(0, 250);
    assertThat(plan.starts(FrontEndConfig.HEART, 60)).containsExactly(0);
    var values = new float[48 * 60];
    Arrays.fill(values, 1);
    Spectrogram window = plan.cut(FrontEndConfig.HEART, new Spectrogram(48, 60, values), 0);
    assertThat(window.frames()).isEqualTo(251);
    for (int i = 0; i < window.values().length; i++) {
      assertThat(window.values()[i]).isEqualTo(i % 251 < 60 ? 1 : 0);
    }
  }

  @Test
  void shouldHearTheFirstWindowAsTheEncoderHearsARecordingOfThatLength() {
    // Given
    Pcm five = recording(5);

    // When
    List<float[]> windows = embed(five);

    // Then
    try (var encoder = new EncoderRunner(HEART, device)) {
      assertThat(windows.get(0))
          .containsExactly(encoder.embed(List.of(five)).get(0).clip(), within(1e-4f));
    }
  }

  @Test
  void shouldGiveALongRecordingTheSameEmbeddingsEveryTime() {
    // Given more windows than pass through the network at a time
    Pcm recording = recording(100);

    // When
    List<float[]> once = embed(recording);
    List<float[]> again = embed(recording);

    // Then
    assertThat(once).hasSize(40);
    for (int i = 0; i < once.size(); i++) {
      assertThat(once.get(i)).isEqualTo(again.get(i));
    }
  }

  private List<float[]> embed(Pcm recording) {
    try (var frontEnd = new FrontEnd(FrontEndConfig.HEART, device);
        var encoder = new EncoderRunner(HEART, device)) {
      Spectrogram spectrogram = frontEnd.spectrogram(recording);
      return encoder.windows(spectrogram, WindowPlan.STANDARD);
    }
  }

  private static Pcm recording(int seconds) {
    var random = new Random(seconds);
    var samples = new short[seconds * 4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (1000 * random.nextGaussian());
    }
    return new Pcm(4000, samples);
  }
}
