package org.murmurstream.model.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.Caution;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Flag;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.LevelConfig;
import org.murmurstream.model.audio.Levelled;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Safetensors;

/** Figures of ten recordings and of cases at the edges of the rules, computed independently. */
class LevelFixturesTest {

  private static final JsonNode GOLDEN = golden();
  private static final FrontEndConfig CONFIG = FrontEndConfig.HEART.with(LevelConfig.OPEN);
  private static final Path NETWORK =
      Path.of("../models/former/heart-2/fold-0-network-0.safetensors");
  private static final int LEAST_BEATS = 12;

  private static FrontEnd frontEnd;
  private static FrameScorer scorer;

  @BeforeAll
  static void open() throws IOException {
    frontEnd = new FrontEnd(CONFIG, Device.cpu());
    scorer =
        new FrameScorer(
            FrameNetworkConfig.on(M2dConfig.HEART.with(M2dConfig.Positions.ROTARY)),
            Safetensors.read(NETWORK),
            Device.cpu());
  }

  @AfterAll
  static void close() {
    scorer.close();
    frontEnd.close();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldCutAndMaskWhatHoldsNoSound(String name) {
    // Given
    JsonNode expected = GOLDEN.at("/inputs/" + name);

    // When
    Levelled level = prepare(wav(name)).level().orElseThrow();

    // Then
    assertLevel(level, expected);
    assertThat(level.scale(CONFIG.level())).isCloseTo(number(expected, "scale"), relative(1e-6));
    assertThat(level.loudSteps()).isCloseTo(number(expected, "coarse"), relative(1e-6));
    assertThat(level.clearSamples() / 4000.0)
        .isCloseTo(number(expected, "unmaskedSeconds"), within(1e-9));
    assertThat(level.maskedShare()).isCloseTo(number(expected, "maskedShare"), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("edges")
  void shouldKeepToTheRulesAtTheirEdges(JsonNode edge) {
    // Given
    Pcm built = built(edge);

    // When
    FrontEnd.Prepared prepared = prepare(built);

    // Then
    Levelled level = prepared.level().orElseThrow();
    assertLevel(level, edge);
    assertThat(prepared.spectrogram().masked()).isEqualTo(intervals(edge.get("maskedFrames")));
    var figures = SoundFigures.of(level, prepared.spectrogram(), CONFIG);
    assertThat(figures.figure("flat")).isCloseTo(number(edge, "flat"), within(1e-5));
    assertThat(figures.figure("crest")).isCloseTo(number(edge, "crest"), within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldGiveTheSpectrogramAndItsFigures(String name) {
    // Given
    JsonNode expected = GOLDEN.at("/inputs/" + name);

    // When
    FrontEnd.Prepared prepared = prepare(wav(name));

    // Then
    Spectrogram spectrogram = prepared.spectrogram();
    assertThat(spectrogram.frames()).isEqualTo(expected.get("frames").asInt());
    assertThat(spectrogram.masked().stream().toArray())
        .isEqualTo(
            StreamSupport.stream(expected.get("maskedFrames").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray());
    for (JsonNode cell : expected.get("S")) {
      int at = cell.get(1).asInt() * spectrogram.frames() + cell.get(0).asInt();
      assertThat((double) spectrogram.values()[at]).isCloseTo(cell.get(2).asDouble(), within(2e-4));
    }
    var figures = SoundFigures.of(prepared.level().orElseThrow(), spectrogram, CONFIG);
    for (String group : List.of("sound", "quality")) {
      expected
          .get(group)
          .properties()
          .forEach(
              figure ->
                  assertThat(figures.figure(figure.getKey()))
                      .as(figure.getKey())
                      .isCloseTo(figure.getValue().asDouble(), within(1e-5)));
    }
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldRaiseFlags(String name) {
    // Given
    var colour = new LinkedHashMap<String, Scrutiny.Range>();
    GOLDEN
        .at("/limits/COLOUR")
        .properties()
        .forEach(
            limit ->
                colour.put(
                    limit.getKey(),
                    new Scrutiny.Range(
                        limit.getValue().get(0).asDouble(), limit.getValue().get(1).asDouble())));
    FrontEnd.Prepared prepared = prepare(wav(name));
    var figures = SoundFigures.of(prepared.level().orElseThrow(), prepared.spectrogram(), CONFIG);

    // When
    List<Flag> flags = Scrutiny.of(colour).flags(List.of(figures));

    // Then
    JsonNode expected = GOLDEN.at("/inputs/" + name + "/flags");
    var raised = new LinkedHashMap<Caution, Flag>();
    flags.forEach(flag -> raised.put(flag.caution(), flag));
    List<String> unfamiliar = new ArrayList<>();
    expected.get("COLOUR").forEach(figure -> unfamiliar.add(figure.asText()));
    assertThat(
            raised.containsKey(Caution.UNFAMILIAR_SOUND)
                ? raised.get(Caution.UNFAMILIAR_SOUND).figures().stream()
                    .map(Flag.Figure::name)
                    .toList()
                : List.of())
        .isEqualTo(unfamiliar);
    assertThat(raised.containsKey(Caution.COARSE_SOUND))
        .isEqualTo(expected.get("COARSE").asBoolean());
    assertThat(raised.containsKey(Caution.SHORT_SOUND))
        .isEqualTo(expected.get("SHORT").asBoolean());
    assertThat(raised.containsKey(Caution.DROPOUTS)).isEqualTo(expected.get("GAPS").asBoolean());
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldSumUpWhatANetworkSaysOfWhatIsNotMasked(String name) {
    // Given
    JsonNode expected = GOLDEN.at("/inputs/" + name + "/network");
    Spectrogram spectrogram = prepare(wav(name)).spectrogram();
    FrameOutputs outputs = scorer.outputs(spectrogram);

    // When
    FrameSummary summary = FrameSummary.of(outputs, spectrogram.masked(), CONFIG.frameSeconds());

    // Then
    Map<String, Double> figures =
        Map.of(
            "log P(Present)", summary.present(),
            "log P(Unknown)", summary.unknown(),
            "log P(Absent)", summary.absent(),
            "murmur", summary.murmur(),
            "annotatable", summary.annotatable(),
            "entropy", summary.entropy(),
            "period", summary.periodicity());
    figures.forEach(
        (figure, value) ->
            assertThat(value).as(figure).isCloseTo(number(expected, figure), within(1e-4)));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void shouldCutBeatsFromWhatIsNotMasked(String name) {
    // Given
    JsonNode expected = GOLDEN.at("/inputs/" + name + "/beats");
    Spectrogram spectrogram = prepare(wav(name)).spectrogram();
    HeartCycles cycles = HeartCycles.of(scorer.outputs(spectrogram));

    // When
    BeatSpectrum spectrum = BeatSpectrum.of(cycles, spectrogram, LEAST_BEATS).orElseThrow();

    // Then
    float[] values = spectrum.values();
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i])
          .isCloseTo(expected.get("spectrum").get(i).asDouble(), within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("beats")
  void shouldUseTwelveBeatsAtLeast(JsonNode expected) {
    // Given
    int[] lengths = {6, 8, 5, 15};
    var states = new ArrayList<Integer>();
    var clear = new ArrayList<Float>();
    for (int k = 0; k < 4 * expected.get("cycles").asInt(); k++) {
      int length = k % 4 == 1 && k / 4 % 5 == 4 ? 2 : lengths[k % 4];
      for (int i = 0; i < length; i++) {
        states.add(k % 4);
        clear.add(37 * k % 101 / 101f);
      }
    }
    int frames = states.size();
    var probabilities = new float[frames * CyclePhase.values().length];
    var annotatable = new float[frames];
    // One band tells which frames were used: each systole and diastole has a value of its own.
    for (int i = 0; i < frames; i++) {
      probabilities[i * 4 + states.get(i)] = 1;
      annotatable[i] = clear.get(i);
    }
    var masked = new BitSet();
    expected
        .get("maskedFrames")
        .forEach(interval -> masked.set(interval.get(0).asInt(), interval.get(1).asInt()));
    var outputs =
        new FrameOutputs(frames, probabilities, annotatable, new float[frames], new float[3]);
    HeartCycles cycles = HeartCycles.of(outputs);

    // When
    List<List<Integer>> systoles = used(cycles, masked, CyclePhase.SYSTOLE, frames);
    List<List<Integer>> diastoles = used(cycles, masked, CyclePhase.DIASTOLE, frames);

    // Then
    assertThat(frames).isEqualTo(expected.get("frames").asInt());
    assertThat(systoles).isEqualTo(pairs(expected.get("systoleFrames")));
    assertThat(diastoles).isEqualTo(pairs(expected.get("diastoleFrames")));
    var spectrogram = new Spectrogram(16, frames, new float[16 * frames], masked);
    assertThat(BeatSpectrum.of(cycles, spectrogram, LEAST_BEATS).isPresent())
        .isEqualTo(expected.get("beats").asBoolean());
  }

  static Stream<String> inputs() {
    return GOLDEN.get("inputs").properties().stream().map(Map.Entry::getKey);
  }

  static Stream<JsonNode> edges() {
    return StreamSupport.stream(GOLDEN.get("edges").spliterator(), false);
  }

  static Stream<JsonNode> beats() {
    return StreamSupport.stream(GOLDEN.get("beats").spliterator(), false);
  }

  private static List<List<Integer>> used(
      HeartCycles cycles, BitSet masked, CyclePhase phase, int frames) {
    var spectrogram = new Spectrogram(16, frames, new float[16 * frames], masked);
    return BeatSpectrum.used(cycles, spectrogram, phase, LEAST_BEATS).stream()
        .map(run -> List.of(run.start(), run.end()))
        .sorted((a, b) -> a.get(0) - b.get(0))
        .toList();
  }

  private static void assertLevel(Levelled level, JsonNode expected) {
    assertThat(level.step()).isEqualTo(number(expected, "step"));
    assertThat(level.cuts().stream().map(cut -> List.of(cut.from(), cut.to())).toList())
        .isEqualTo(pairs(expected.get("cut")));
    assertThat(level.samples()).hasSize(expected.get("samplesAfterCut").asInt());
    assertThat(level.loud()).isCloseTo(number(expected, "loud"), relative(1e-6));
    BitSet masked = intervals(expected.get("masked"));
    var cut = intervals(expected.get("cut"));
    var staying = new BitSet();
    int next = 0;
    for (int i = 0; next < level.samples().length; i++) {
      if (!cut.get(i)) {
        staying.set(next++, masked.get(i));
      }
    }
    assertThat(level.masked()).isEqualTo(staying);
  }

  private static FrontEnd.Prepared prepare(Pcm recording) {
    return frontEnd.prepare(recording);
  }

  private static Pcm wav(String name) {
    return WavFile.read(Golden.path("level/" + name + ".wav"));
  }

  /** A saw of many values, with pieces that are still. */
  private static Pcm built(JsonNode edge) {
    var samples = new short[edge.get("samples").asInt()];
    int multiple = edge.path("multiple").asInt(1);
    for (int i = 0; i < samples.length; i++) {
      int value = (int) (7919L * i % 2001) - 1000;
      samples[i] = (short) (value / multiple * multiple);
    }
    for (JsonNode piece : edge.get("pieces")) {
      for (int i = piece.get(0).asInt(); i < piece.get(1).asInt(); i++) {
        samples[i] = (short) (i % 2 == 0 ? piece.get(2).asInt() : -piece.get(2).asInt());
      }
    }
    return new Pcm(4000, samples);
  }

  private static List<List<Integer>> pairs(JsonNode intervals) {
    return StreamSupport.stream(intervals.spliterator(), false)
        .map(pair -> List.of(pair.get(0).asInt(), pair.get(1).asInt()))
        .toList();
  }

  private static BitSet intervals(JsonNode pairs) {
    var bits = new BitSet();
    pairs(pairs).forEach(pair -> bits.set(pair.get(0), pair.get(1)));
    return bits;
  }

  private static double number(JsonNode node, String name) {
    return node.get(name).asDouble();
  }

  private static Percentage relative(double share) {
    return Percentage.withPercentage(100 * share);
  }

  private static JsonNode golden() {
    try {
      return new ObjectMapper().readTree(Golden.path("level/level.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
