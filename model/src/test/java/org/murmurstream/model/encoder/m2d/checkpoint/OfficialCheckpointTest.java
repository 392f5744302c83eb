package org.murmurstream.model.encoder.m2d.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.razorvine.pickle.Opcodes;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.M2dWeights;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Tensor;

class OfficialCheckpointTest {

  private static final M2dConfig TINY = new M2dConfig(16, 32, 8, 8, 8, 1, 2, 4, 1e-6);
  private static final OfficialCheckpoint.Hints HINTS =
      new OfficialCheckpoint.Hints(new CheckpointGeometry(16, 32, 8, 8, 16_000), OptionalInt.of(2));

  @TempDir private Path folder;
  private Path file;
  private Map<String, Tensor> weights;

  @BeforeEach
  void seedWeights() {
    file = folder.resolve("checkpoint.pth");
    weights = new LinkedHashMap<>(M2dWeights.seeded(TINY, 3));
  }

  @Test
  void shouldReadEveryTensorOfACompleteCheckpointButTheTrainingsOwn() throws IOException {
    // When
    OfficialCheckpoint checkpoint =
        OfficialCheckpoint.read(
            Golden.path("encoder/m2d_vit_small-80x608p16x16-golden"),
            new OfficialCheckpoint.Hints(null, OptionalInt.of(4)));

    // Then
    assertThat(checkpoint.config()).isEqualTo(new M2dConfig(80, 608, 16, 16, 64, 2, 4, 4, 1e-6));
    assertThat(checkpoint.encoder().weights().keySet())
        .isEqualTo(checkpoint.config().shapes().keySet());
    assertThat(checkpoint.ownStatistics()).isTrue();
    assertThat(checkpoint.encoder().frontEnd())
        .isEqualTo(FrontEndConfig.M2D_16K.withNormalisation(Normalisation.dataset(-6.9f, 4.1f)));
  }

  @Test
  void shouldTakeTheStatisticsOfAudioSetWhereACheckpointHasNone() throws IOException {
    // When
    OfficialCheckpoint checkpoint =
        OfficialCheckpoint.read(
            Golden.path("encoder/m2d_vit_small-80x608p16x16-golden_enconly/checkpoint-1.pth"),
            new OfficialCheckpoint.Hints(null, OptionalInt.of(4)));

    // Then
    assertThat(checkpoint.ownStatistics()).isFalse();
    assertThat(checkpoint.encoder().frontEnd()).isEqualTo(FrontEndConfig.M2D_16K);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "backbone.", "module.ar.runtime.backbone."})
  void shouldFindTheEncoderInsideWrappedModels(String prefix) throws IOException {
    // Given
    var wrapped = new LinkedHashMap<String, Tensor>();
    weights.forEach((name, tensor) -> wrapped.put(prefix + name, tensor));
    wrapped.put("module.head.mlp.mlp.0.bias", new Tensor(new long[] {3}, new float[3]));
    wrapped.put("module.ar.runtime.to_spec.window", new Tensor(new long[] {2}, new float[2]));
    TorchFile.of(wrapped).write(file);

    // When
    OfficialCheckpoint checkpoint = OfficialCheckpoint.read(file, HINTS);

    // Then
    assertThat(checkpoint.config()).isEqualTo(TINY);
    weights.forEach(
        (name, tensor) ->
            assertThat(checkpoint.encoder().weights().get(name).data())
                .as(name)
                .containsExactly(tensor.data()));
  }

  @Test
  void shouldNeverReadWhatTheOptimizerKept() throws IOException {
    // Given: its storages are not even there
    new TorchFile()
        .put(Opcodes.EMPTY_DICT, Opcodes.MARK)
        .string("model")
        .dictionary(weights)
        .string("optimizer")
        .tensorInStorage("HalfStorage", "gone", 4, 0, new long[] {4}, new long[] {1})
        .string("args")
        .global("argparse\nNamespace\n")
        .put(Opcodes.EMPTY_TUPLE, Opcodes.NEWOBJ, Opcodes.EMPTY_DICT, Opcodes.BUILD)
        .put(Opcodes.SETITEMS, Opcodes.STOP)
        .write(file);

    // When // Then
    assertThat(OfficialCheckpoint.read(file, HINTS).encoder().weights()).hasSameSizeAs(weights);
  }

  @Test
  void shouldHonourOffsetsAndStrides() throws IOException {
    // Given: a bias amid other values, and a matrix stored column by column
    Tensor bias = weights.remove("norm.bias");
    Tensor matrix = weights.remove("blocks.0.attn.proj.weight");
    var around = new float[12];
    System.arraycopy(bias.data(), 0, around, 3, 8);
    var columns = new float[64];
    for (int i = 0; i < 64; i++) {
      columns[i % 8 * 8 + i / 8] = matrix.data()[i];
    }
    new TorchFile()
        .dictionary(weights)
        .put(Opcodes.MARK)
        .string("norm.bias")
        .tensor("FloatStorage", around, 3, new long[] {8}, new long[] {1})
        .string("blocks.0.attn.proj.weight")
        .tensor("FloatStorage", columns, 0, new long[] {8, 8}, new long[] {1, 8})
        .put(Opcodes.SETITEMS, Opcodes.STOP)
        .write(file);

    // When
    Map<String, Tensor> read = OfficialCheckpoint.read(file, HINTS).encoder().weights();

    // Then
    assertThat(read.get("norm.bias").data()).containsExactly(bias.data());
    assertThat(read.get("blocks.0.attn.proj.weight").data()).containsExactly(matrix.data());
  }

  @Test
  void shouldNameEveryTensorThatIsMissingUnknownOrMisshapen() {
    // Given
    weights.remove("blocks.0.attn.qkv.bias");
    weights.put("norm.weight", new Tensor(new long[] {2, 4}, new float[8]));
    weights.put("surprise", new Tensor(new long[] {1}, new float[1]));
    TorchFile.of(weights).write(file);

    // When // Then
    assertRefused(
        () -> OfficialCheckpoint.read(file, HINTS),
        "blocks.0.attn.qkv.bias is missing",
        "norm.weight has shape [2, 4] instead of [8]",
        "surprise is unknown");
  }

  @Test
  void shouldRefuseWeightsThatAreNotFinite() {
    // Given
    weights.get("norm.weight").data()[5] = Float.NaN;
    TorchFile.of(weights).write(file);

    // When // Then
    assertRefused(
        () -> OfficialCheckpoint.read(file, HINTS), "norm.weight holds values that are not finite");
  }

  @Test
  void shouldRefuseWeightsOfHalfPrecision() {
    // Given
    Tensor bias = weights.remove("norm.bias");
    new TorchFile()
        .dictionary(weights)
        .put(Opcodes.MARK)
        .string("norm.bias")
        .tensor("HalfStorage", bias.data(), 0, new long[] {8}, new long[] {1})
        .put(Opcodes.SETITEMS, Opcodes.STOP)
        .write(file);

    // When // Then
    assertRefused(
        () -> OfficialCheckpoint.read(file, HINTS), "norm.bias is a HalfStorage", "only float32");
  }

  @ParameterizedTest
  @CsvSource({"5, 8, 1", "0, 9, 1", "0, 8, 2", "-1, 8, 1", "0, 8, -1", "0, 8, 1073741824"})
  void shouldRefuseAViewBeyondItsStorage(int offset, long size, long stride) {
    // Given
    weights.remove("norm.bias");
    new TorchFile()
        .dictionary(weights)
        .put(Opcodes.MARK)
        .string("norm.bias")
        .tensor("FloatStorage", new float[8], offset, new long[] {size}, new long[] {stride})
        .put(Opcodes.SETITEMS, Opcodes.STOP)
        .write(file);

    // When // Then
    assertRefused(() -> OfficialCheckpoint.read(file, HINTS), "norm.bias");
  }

  @ParameterizedTest
  @MethodSource("programs")
  void shouldRefuseByNameWhatAPickleMayNotAskFor(String program, String name) {
    // Given
    TorchFile.ofPickle(program).write(file);

    // When // Then
    assertRefused(
        () -> OfficialCheckpoint.read(file, HINTS), "asks for the Python object '" + name + "'");
  }

  @ParameterizedTest
  @MethodSource("nonsense")
  void shouldRefuseNonsense(String program, String complaint) {
    // Given
    TorchFile.ofPickle(program).write(file);

    // When // Then
    assertRefused(() -> OfficialCheckpoint.read(file, HINTS), complaint);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.5, 0.999})
  void shouldRefuseATruncatedFile(double share) throws IOException {
    // Given
    byte[] whole = Files.readAllBytes(TorchFile.of(weights).write(file));
    Files.write(file, Arrays.copyOf(whole, (int) (whole.length * share)));

    // When // Then
    assertRefused(
        () -> OfficialCheckpoint.read(file, HINTS),
        "checkpoint.pth is not a complete PyTorch checkpoint",
        "download may have been cut short");
  }

  @Test
  void shouldRefuseDamagedValues() throws IOException {
    // Given
    byte[] bytes = Files.readAllBytes(TorchFile.of(weights).write(file));
    bytes[200] ^= 1;
    Files.write(file, bytes);

    // When // Then
    assertRefused(() -> OfficialCheckpoint.read(file, HINTS), "checksum of its file archive/data/");
  }

  @Test
  void shouldAskForTheGeometryWhereTheFolderDoesNotTellIt() {
    // Given
    TorchFile.of(weights).write(file);
    var heads = new OfficialCheckpoint.Hints(null, OptionalInt.of(2));

    // When // Then
    assertRefused(() -> OfficialCheckpoint.read(file, heads), "state the geometry");
  }

  @Test
  void shouldAskForTheHeadsWhereTheWidthDoesNotTellThem() {
    // Given
    TorchFile.of(weights).write(file);
    var geometry = new OfficialCheckpoint.Hints(HINTS.geometry(), OptionalInt.empty());

    // When // Then
    assertRefused(
        () -> OfficialCheckpoint.read(file, geometry), "8 wide", "number of attention heads");
  }

  @Test
  void shouldRefuseAFolderWithoutExactlyOneCheckpoint() {
    // When // Then
    assertRefused(() -> OfficialCheckpoint.read(folder, HINTS), "there is no checkpoint (*.pth)");

    // Given
    TorchFile.of(weights).write(folder.resolve("a.pth"));
    TorchFile.of(weights).write(folder.resolve("b.pth"));

    // When // Then
    assertRefused(() -> OfficialCheckpoint.read(folder, HINTS), "[a.pth, b.pth]");
  }

  @ParameterizedTest
  @CsvSource({
    "m2d_vit_base-80x608p16x16-221006-mr7, 80, 608, 16, 16, 16000",
    "m2d_vit_base-80x1001p16x16-221006-mr7_enconly, 80, 1001, 16, 16, 16000",
    "m2d_vit_base-80x608p16x16p32k-240413_AS-FT_enconly, 80, 608, 16, 16, 32000",
    "m2d_clap_vit_base-80x608p16x16p16k-240128, 80, 608, 16, 16, 16000",
    "m2d_vit_base-80x200p16x4-230529, 80, 200, 16, 4, 16000"
  })
  void shouldReadTheGeometryFromTheNamesOfOfficialFolders(
      String name, int bands, int frames, int patchBands, int patchFrames, int rate) {
    // When // Then
    assertThat(CheckpointGeometry.ofFolder(name))
        .contains(new CheckpointGeometry(bands, frames, patchBands, patchFrames, rate));
  }

  private static Stream<Arguments> programs() {
    return Stream.of(
        arguments("cos\nsystem\nX\4\0\0\0echo\u0085R.", "os.system"),
        arguments("(X\4\0\0\0echoios\nsystem\n.", "os.system"),
        arguments("X\2\0\0\0osX\6\0\0\0system\u0093)R.", "os.system"),
        arguments("c__builtin__\neval\n)R.", "__builtin__.eval"),
        arguments("ctorch\nload\n)R.", "torch.load"),
        arguments("cdatetime\ndatetime\n)R.", "datetime.datetime"));
  }

  private static Stream<Arguments> nonsense() {
    return Stream.of(
        arguments("", "damaged"),
        arguments("R.", "damaged"),
        arguments("}", "damaged"),
        arguments("X\u00ff\u00ff\u00ff\u007f.", "a string of 2147483647 bytes"),
        arguments("B\1\0\0\0a.", "instruction 0x42"),
        arguments("N.", "holds no state dictionary"),
        arguments("}.", "holds no M2D encoder: its tensor cls_token is missing"),
        arguments("ctorch\nFloatStorage\n)R.", "builds a storage"));
  }

  private static void assertRefused(ThrowingCallable reading, String... words) {
    assertThatThrownBy(reading).isInstanceOf(UserException.class).hasMessageContainingAll(words);
  }
}
