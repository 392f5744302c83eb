package org.murmurstream.model.encoder.m2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.encoder.Embedding;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Tensor;

/** The small encoder of the fixtures, from its checkpoints to its outputs. */
class EncoderFixturesTest {

  private static final double TOLERANCE = 1e-4;
  private static final String FULL = "encoder/m2d_vit_small-80x608p16x16-golden";
  private static final OfficialCheckpoint.Hints FOUR_HEADS =
      new OfficialCheckpoint.Hints(null, OptionalInt.of(4));

  private static Device device;
  private static OfficialCheckpoint checkpoint;
  private static EncoderRunner encoder;

  @BeforeAll
  static void importCheckpoint() throws IOException {
    device = Torch.start(TorchOptions.DEFAULT);
    checkpoint = OfficialCheckpoint.read(Golden.path(FULL), FOUR_HEADS);
    encoder = encoder(checkpoint);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a_6s08_16k, 97120, a608, 38",
    "a_6s08_16k, 97280, a609, 39",
    "a_6s08_16k, 80000, a501, 32",
    "b_10s_16k, 160000, b1001, 63",
    "c_3s_16k, 48000, c301, 19"
  })
  void shouldEmbedEveryLengthAsTheOfficialEncoderDoes(
      String wav, int samples, String expected, int columns) {
    // When
    Embedding embedding = embed(encoder, Golden.wav(wav, samples));

    // Then
    assertThat(embedding.columns()).isEqualTo(columns);
    Tensor frames = Golden.npy("encoder/" + expected + "_frames.npy");
    assertThat(frames.shape()).containsExactly(columns, embedding.width());
    assertThat(Golden.distance(embedding.frames(), frames.data())).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"a_6s08_16k, 97120, a608", "a_6s08_16k, 97280, a609", "b_10s_16k, 160000, b1001"})
  void shouldAverageOverTimeForAClipEmbedding(String wav, int samples, String expected) {
    // When
    Embedding embedding = embed(encoder, Golden.wav(wav, samples));

    // Then
    assertSummary(embedding.clip(), Golden.json("encoder/encoder.json").get(expected).get("scene"));
  }

  @Test
  void shouldFallBackToTheStatisticsOfAudioSet() throws IOException {
    // Given
    OfficialCheckpoint encoderOnly =
        OfficialCheckpoint.read(Golden.path(FULL + "_enconly"), FOUR_HEADS);

    // When
    List<Embedding> embeddings;
    try (EncoderRunner other = encoder(encoderOnly)) {
      embeddings =
          other.embed(List.of(Golden.wav("a_6s08_16k", 80_000), Golden.wav("b_10s_16k", 80_000)));
    }

    // Then
    float[] expected = Golden.npy("encoder/ab501_batch_frames.npy").data();
    int half = expected.length / 2;
    assertThat(Golden.distance(embeddings.get(0).frames(), Arrays.copyOf(expected, half)))
        .isLessThan(TOLERANCE);
    assertThat(
            Golden.distance(
                embeddings.get(1).frames(), Arrays.copyOfRange(expected, half, expected.length)))
        .isLessThan(TOLERANCE);
  }

  @Test
  void shouldGiveTokensAsTheyAre() {
    // When
    Embedding embedding = embed(encoder, Golden.wav("a_6s08_16k", 97_120));

    // Then
    float[] tokens = Golden.npy("encoder/a608_tokens_with_cls.npy").data();
    assertThat(Golden.distance(embedding.classToken(), Arrays.copyOf(tokens, 64)))
        .isLessThan(TOLERANCE);
    float[] flat = flat(embedding);
    assertThat(Golden.distance(flat, Arrays.copyOfRange(tokens, 64, tokens.length)))
        .isLessThan(TOLERANCE);
    float[] first16 = Golden.npy("encoder/a608_flat.npy").data();
    assertThat(Golden.distance(Arrays.copyOf(flat, first16.length), first16)).isLessThan(TOLERANCE);
    assertThat(
            Golden.distance(
                meanOfRows(embedding), Golden.npy("encoder/a608_flat_per_frame.npy").data()))
        .isLessThan(TOLERANCE);
  }

  @Test
  void shouldAgreeInsideToo() {
    // Given
    try (var frontEnd = new FrontEnd(checkpoint.encoder().frontEnd(), device);
        var parameters = new Parameters(checkpoint.encoder().weights(), device, DataType.FLOAT32);
        var manager = NDManager.newBaseManager(device)) {
      var network = new M2dNetwork(checkpoint.config(), parameters);
      var transformer = new Transformer(parameters, "blocks", "norm", 2, 4, 1e-6);

      float[] heard = frontEnd.spectrogram(Golden.wav("a_6s08_16k", 97_120)).values();

      // When
      NDArray tokens = network.patches(manager.create(heard, new Shape(1, 80, 608)));
      NDArray input = network.withClassToken(tokens);
      NDArray attention =
          transformer.attention(
              transformer.layerNorm(input, "blocks.0.norm1"),
              "blocks.0.attn.",
              UnaryOperator.identity(),
              transformer.scale(input));
      NDArray output = transformer.block(input, 0);

      // Then
      assertSummary(tokens.sub(positions(manager)), "a608_patch_embed");
      assertSummary(input, "a608_block_input");
      assertDistance(attention, "a608_block0_attn_out");
      assertDistance(output, "a608_block0_out");
      assertSummary(output, "a608_block0_out");
      assertSummary(transformer.block(output, 1), "a608_block1_out");
    }
  }

  @Test
  void shouldComputeTheStoredPositions() {
    // When
    Tensor table = SinCosPositions.table(5, 38, 64);

    // Then
    assertThat(
            Golden.distance(table.data(), Golden.npy("encoder/pos_embed_small_191x64.npy").data()))
        .isLessThan(1e-6);
    assertThat(
            Golden.distance(table.data(), checkpoint.encoder().weights().get("pos_embed").data()))
        .isLessThan(1e-6);
  }

  /** The tokens in the order of the network: low to high frequency, time running fastest. */
  private static float[] flat(Embedding embedding) {
    int token = embedding.classToken().length;
    int rows = embedding.width() / token;
    var flat = new float[embedding.frames().length];
    for (int i = 0; i < rows * embedding.columns(); i++) {
      int from = (i % embedding.columns()) * embedding.width() + i / embedding.columns() * token;
      System.arraycopy(embedding.frames(), from, flat, i * token, token);
    }
    return flat;
  }

  /** Mean of the tokens of each column over its rows. */
  private static float[] meanOfRows(Embedding embedding) {
    int token = embedding.classToken().length;
    int rows = embedding.width() / token;
    var means = new float[embedding.columns() * token];
    for (int i = 0; i < embedding.frames().length; i++) {
      int column = i / embedding.width();
      means[column * token + i % token] += embedding.frames()[i] / rows;
    }
    return means;
  }

  private static void assertDistance(NDArray array, String expected) {
    assertThat(
            Golden.distance(
                array.toFloatArray(), Golden.npy("encoder/" + expected + ".npy").data()))
        .isLessThan(TOLERANCE);
  }

  private static NDArray positions(NDManager manager) {
    float[] table = checkpoint.encoder().weights().get("pos_embed").data();
    return manager.create(Arrays.copyOfRange(table, 64, table.length), new Shape(190, 64));
  }

  private static void assertSummary(NDArray array, String name) {
    assertSummary(array.toFloatArray(), Golden.json("encoder/encoder.json").get(name));
  }

  private static void assertSummary(float[] values, JsonNode summary) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double offset = TOLERANCE * Math.sqrt(values.length);
    assertThat(sum).isCloseTo(summary.get("sum").asDouble(), within(offset));
    assertThat(Math.sqrt(squares))
        .isCloseTo(Math.sqrt(summary.get("sq_sum").asDouble()), within(offset));
    for (int i = 0; i < 8; i++) {
      assertThat((double) values[i])
          .isCloseTo(summary.get("first8").get(i).asDouble(), within(TOLERANCE));
      assertThat((double) values[values.length - 8 + i])
          .isCloseTo(summary.get("last8").get(i).asDouble(), within(TOLERANCE));
    }
  }

  private static Embedding embed(EncoderRunner encoder, Pcm recording) {
    return encoder.embed(List.of(recording)).get(0);
  }

  private static EncoderRunner encoder(OfficialCheckpoint imported) {
    return new EncoderRunner(imported.encoder(), device);
  }
}
