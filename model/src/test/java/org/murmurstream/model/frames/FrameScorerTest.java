package org.murmurstream.model.frames;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.bundle.TinyCommittee;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Tensor;

class FrameScorerTest {

  /** Of one crop and less, of some, and of more than one pass. */
  private static final List<Integer> FRAMES = List.of(40, 64, 300, 5000, 97);

  private static final FrameNetworkConfig NETWORK = TinyCommittee.NETWORK;

  private static Device device;

  @BeforeAll
  static void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldScoreToTheLastBitAsAloneWhateverIsScoredBeside(boolean together) {
    // Given
    List<Spectrogram> recordings = recordings();
    try (FrameScorer scorer = scorer(together, NETWORK, NETWORK)) {
      // When
      List<List<FrameScorer.Scored>> all = scorer.score(recordings, () -> {});

      // Then
      for (int i = 0; i < recordings.size(); i++) {
        List<FrameScorer.Scored> alone =
            scorer.score(recordings.subList(i, i + 1), () -> {}).get(0);
        assertThat(all.get(i)).usingRecursiveComparison().isEqualTo(alone);
      }
    }
  }

  @Test
  void shouldScoreByEachNetworkAsThatNetworkDoesAlone() {
    // Given: networks whose crops differ in length
    FrameNetworkConfig longer = FrameNetworkConfig.on(longer(TinyCommittee.ENCODER));
    List<Spectrogram> recordings = recordings();
    try (FrameScorer both = scorer(false, NETWORK, longer);
        var first = new FrameScorer(NETWORK, NETWORK.seeded(1), device);
        var second = new FrameScorer(longer, longer.seeded(2), device)) {
      // When
      List<List<FrameScorer.Scored>> scored = both.score(recordings, () -> {});

      // Then
      for (int i = 0; i < recordings.size(); i++) {
        assertThat(scored.get(i).get(0).outputs())
            .usingRecursiveComparison()
            .isEqualTo(first.outputs(recordings.get(i)));
        assertThat(scored.get(i).get(1).outputs())
            .usingRecursiveComparison()
            .isEqualTo(second.outputs(recordings.get(i)));
      }
    }
  }

  @Test
  void shouldScoreNothingOfNoRecordings() {
    try (FrameScorer scorer = scorer(true, NETWORK)) {
      assertThat(scorer.score(List.of(), () -> {})).isEmpty();
    }
  }

  private static FrameScorer scorer(boolean together, FrameNetworkConfig... configs) {
    var weights = new ArrayList<Map<String, Tensor>>();
    for (FrameNetworkConfig config : configs) {
      weights.add(config.seeded(weights.size() + 1L));
    }
    return FrameScorer.of(List.of(configs), weights, device, together);
  }

  private static M2dConfig longer(M2dConfig encoder) {
    return new M2dConfig(
        encoder.stem(),
        encoder.positions(),
        encoder.bands(),
        2 * encoder.frames(),
        encoder.patchBands(),
        encoder.patchFrames(),
        encoder.width(),
        encoder.depth(),
        encoder.heads(),
        encoder.mlpRatio(),
        encoder.layerNormEps());
  }

  private static List<Spectrogram> recordings() {
    var random = new Random(5);
    return FRAMES.stream()
        .map(
            frames -> {
              var values = new float[NETWORK.encoder().bands() * frames];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
              }
              return new Spectrogram(NETWORK.encoder().bands(), frames, values);
            })
        .toList();
  }
}
