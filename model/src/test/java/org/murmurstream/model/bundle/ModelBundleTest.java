package org.murmurstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.murmurstream.model.ear.SiteTransformerConfig.CLASSIFIER;
import static org.murmurstream.model.ear.SiteTransformerConfig.ENCODER;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.tensor.Tensor;

class ModelBundleTest {

  private static final ModelBundle BUNDLE = UntrainedBundle.create(7);

  @TempDir Path folder;

  @Test
  void shouldGiveTheUntrainedBundleTheSameDigestEverywhere() {
    // When
    ModelIdentity identity = BUNDLE.identity();

    // Then
    assertThat(identity)
        .isEqualTo(
            new ModelIdentity(
                "untrained",
                "0991538d759222906ce0dc9c1cf921e8a31b56a8df20032acdbc3b0ca243e822",
                "64037c434ecb70e94c4f1a0d2b8b7d9dcff4bc3d69ca86052df812b8b6f4ff99",
                false));
    assertThat(UntrainedBundle.create(7).identity()).isEqualTo(identity);
    assertThat(UntrainedBundle.create(8).identity()).isNotEqualTo(identity);
  }

  @Test
  void shouldComeBackAsItWasSaved() {
    // Given
    Path saved = folder.resolve("model");

    // When
    BUNDLE.save(saved);
    ModelBundle loaded = ModelBundle.load(saved);

    // Then
    assertThat(loaded.identity()).isEqualTo(BUNDLE.identity());
    assertThat(BundleManifest.read(saved).identity()).isEqualTo(BUNDLE.identity());
    assertThat(BundleJson.write(loaded.config())).isEqualTo(BundleJson.write(BUNDLE.config()));
    assertThat(loaded.card()).isEqualTo(BUNDLE.card());
    assertSameWeights(loaded.weights(ENCODER), BUNDLE.weights(ENCODER));
    assertSameWeights(loaded.weights(CLASSIFIER), BUNDLE.weights(CLASSIFIER));
  }

  @Test
  void shouldConsistOfTheDocumentedFilesAndNothingElse() throws IOException {
    // When
    BUNDLE.save(folder.resolve("model"));

    // Then
    assertThat(folder).isDirectoryContaining("glob:**/model");
    try (var siblings = Files.list(folder)) {
      assertThat(siblings).hasSize(1);
    }
    try (var files = Files.list(folder.resolve("model"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "bundle.json",
              "encoder.safetensors",
              "classifier.safetensors",
              "MODEL_CARD.md",
              "SHA256SUMS");
    }
  }

  @Test
  void shouldKeepItsDigestUnderAnotherNameAndTime() throws IOException {
    // Given
    Path saved = folder.resolve("model");
    BUNDLE.save(saved);

    // When
    Path moved = Files.move(saved, folder.resolve("elsewhere"));
    Files.setLastModifiedTime(moved.resolve("bundle.json"), FileTime.fromMillis(0));

    // Then
    assertThat(ModelBundle.load(moved).identity()).isEqualTo(BUNDLE.identity());
  }

  @Test
  void shouldSaveALoadedBundleAsTheSameBundle() {
    // Given
    BUNDLE.save(folder.resolve("model"));
    ModelBundle loaded = ModelBundle.load(folder.resolve("model"));

    // When
    loaded.save(folder.resolve("copy"));

    // Then
    assertThat(ModelBundle.load(folder.resolve("copy")).identity()).isEqualTo(BUNDLE.identity());
  }

  @Test
  void shouldNeverOverwrite() {
    // Given
    Path saved = folder.resolve("model");
    BUNDLE.save(saved);

    // When / Then
    assertRefused(() -> UntrainedBundle.create(8).save(saved), "exists", "never overwritten");
    assertThat(ModelBundle.load(saved).identity()).isEqualTo(BUNDLE.identity());
  }

  @Test
  void shouldSayWhenItCannotBeWritten() throws IOException {
    // Given
    Path file = Files.createFile(folder.resolve("file"));

    // When / Then
    assertRefused(() -> BUNDLE.save(file.resolve("model")), "cannot write model bundle");
  }

  @Test
  void shouldRefuseAFolderThatIsNotThere() {
    assertRefused(() -> ModelBundle.load(folder.resolve("none")), "no such folder");
    assertRefused(() -> BundleManifest.read(folder.resolve("none")), "no such folder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bundle.json",
        "encoder.safetensors",
        "classifier.safetensors",
        "MODEL_CARD.md",
        "SHA256SUMS"
      })
  void shouldRefuseABundleWithoutOneOfItsFiles(String file) throws IOException {
    // Given
    Path saved = saved();

    // When
    Files.delete(saved.resolve(file));

    // Then
    assertRefused(() -> ModelBundle.load(saved), "incomplete: " + file + " is missing");
    assertRefused(
        () -> BundleManifest.read(saved).identity(), "incomplete: " + file + " is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bundle.json", "encoder.safetensors", "classifier.safetensors", "MODEL_CARD.md"})
  void shouldRefuseABundleWithOneBitChanged(String file) throws IOException {
    // Given
    Path saved = saved();

    // When
    try (var bytes = new RandomAccessFile(saved.resolve(file).toFile(), "rw")) {
      long last = bytes.length() - 3;
      bytes.seek(last);
      int old = bytes.read();
      bytes.seek(last);
      bytes.write(old ^ 1);
    }

    // Then
    assertRefused(() -> ModelBundle.load(saved), "is damaged: " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"encoder.safetensors", "classifier.safetensors"})
  void shouldRefuseATruncatedBundle(String file) throws IOException {
    // Given
    Path saved = saved();

    // When
    try (var bytes = new RandomAccessFile(saved.resolve(file).toFile(), "rw")) {
      bytes.setLength(bytes.length() / 2);
    }

    // Then
    assertRefused(() -> ModelBundle.load(saved), "is damaged: " + file);
  }

  @Test
  void shouldRefuseDamagedChecksums() throws IOException {
    // Given
    Path saved = saved();
    Path sums = saved.resolve("SHA256SUMS");
    String text = Files.readString(sums);

    // When / Then
    Files.writeString(sums, text.replace("  ", " "));
    assertRefused(() -> ModelBundle.load(saved), "is damaged: SHA256SUMS");
    Files.writeString(sums, text.lines().skip(1).reduce("", (a, b) -> a + b + "\n"));
    assertRefused(() -> ModelBundle.load(saved), "incomplete: MODEL_CARD.md");
    Files.writeString(sums, text + "0".repeat(64) + "  other\n");
    assertRefused(() -> ModelBundle.load(saved), "SHA256SUMS");
  }

  @Test
  void shouldRefuseAnotherFormatVersionBeforeAnythingElse() throws IOException {
    // Given: a bundle of tomorrow, with other files
    Path future = Files.createDirectory(folder.resolve("future"));
    Files.writeString(future.resolve("bundle.json"), "{\"formatVersion\": 4, \"ears\": 3}");

    // When / Then
    assertRefused(
        () -> ModelBundle.load(future), "has format version 4, this program reads 2 to 3");
  }

  @Test
  void shouldRefuseAnUnknownKey() throws IOException {
    // Given
    Path saved = saved();

    // When
    rewrite(saved, json -> json.replaceFirst("\"trained\"", "\"colour\" : 1, \"trained\""));

    // Then
    assertRefused(() -> ModelBundle.load(saved), "bundle.json", "colour");
  }

  @Test
  void shouldRefuseAMissingKey() throws IOException {
    // Given
    Path saved = saved();

    // When
    rewrite(saved, json -> json.replaceFirst("\"minMargin\" : 0.1", "\"x\" : 0.1"));

    // Then
    assertRefused(() -> ModelBundle.load(saved), "bundle.json");
  }

  @Test
  void shouldRefuseAValueOutOfRange() throws IOException {
    // Given
    Path saved = saved();

    // When
    rewrite(saved, json -> json.replaceFirst("\"minMargin\" : 0.1", "\"minMargin\" : 7"));

    // Then
    assertRefused(() -> ModelBundle.load(saved), "bundle.json", "minMargin must be 0 to 1");
  }

  @Test
  void shouldRefuseWhatIsNoJson() throws IOException {
    // Given
    Path saved = saved();

    // When
    Files.writeString(saved.resolve("bundle.json"), "{\"formatVersion\": ");

    // Then
    assertRefused(() -> ModelBundle.load(saved), "is damaged: bundle.json is no JSON");
  }

  @Test
  void shouldRefuseWeightsOfAnotherGeometry() throws IOException {
    // Given
    Path saved = saved();

    // When
    rewrite(saved, json -> json.replaceFirst("\"depth\" : 4", "\"depth\" : 5"));

    // Then
    assertRefused(
        () -> ModelBundle.load(saved), "inconsistent", "blocks.4.norm1.weight is missing");
  }

  @Test
  void shouldRefuseWeightsThatDoNotFitInMemoryEither() {
    // Given
    Map<String, Tensor> weights = new LinkedHashMap<>(BUNDLE.weights(CLASSIFIER));
    weights.remove("proj.bias");

    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ModelBundle.of(
                    BUNDLE.config(),
                    Map.of(ENCODER, BUNDLE.weights(ENCODER), CLASSIFIER, weights),
                    "card"))
        .withMessageContaining("classifier: proj.bias is missing");
  }

  @Test
  void shouldKeepTheEncoderDigestWhereOnlyTheRestChanges() {
    // Given
    BundleConfig config = BUNDLE.config();
    ModelBundle decidingOtherwise =
        with(config.frontEnd(), new DecisionRule(5, 3, 1, 0.1), "untrained", "card");
    ModelBundle hearingOtherwise =
        with(
            config.frontEnd().withNormalisation(Normalisation.dataset(-7.2, 4.2)),
            config.decision(),
            "untrained",
            BUNDLE.card());

    // When / Then
    assertThat(decidingOtherwise.identity().encoderDigest())
        .isEqualTo(BUNDLE.identity().encoderDigest());
    assertThat(decidingOtherwise.identity().digest()).isNotEqualTo(BUNDLE.identity().digest());
    assertThat(hearingOtherwise.identity().encoderDigest())
        .isNotEqualTo(BUNDLE.identity().encoderDigest());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "../up", "ä", ".hidden"})
  void shouldRefuseNamesThatAreHardToHandle(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> with(BUNDLE.config().frontEnd(), BUNDLE.config().decision(), name, BUNDLE.card()))
        .withMessageContaining("name must be");
  }

  private static ModelBundle with(
      FrontEndConfig frontEnd, DecisionRule decision, String name, String card) {
    BundleConfig config = BUNDLE.config();
    return ModelBundle.of(
        BundleConfig.plain(
            name,
            false,
            frontEnd,
            config.model(),
            QualityThresholds.DEFAULT,
            decision,
            JsonNodeFactory.instance.objectNode()),
        Map.of(ENCODER, BUNDLE.weights(ENCODER), CLASSIFIER, BUNDLE.weights(CLASSIFIER)),
        card);
  }

  private Path saved() {
    Path saved = folder.resolve("model");
    BUNDLE.save(saved);
    return saved;
  }

  /** Changes the configuration and its checksum, as someone who knows the format would. */
  private static void rewrite(Path saved, UnaryOperator<String> change) throws IOException {
    Path file = saved.resolve("bundle.json");
    String old = Files.readString(file);
    String changed = change.apply(old);
    assertThat(changed).isNotEqualTo(old);
    Files.writeString(file, changed);
    Path sums = saved.resolve("SHA256SUMS");
    Files.writeString(
        sums,
        Files.readString(sums)
            .replace(Sha256.of(old), Sha256.of(changed.getBytes(StandardCharsets.UTF_8))));
  }

  private static void assertSameWeights(Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach(
        (name, tensor) -> {
          assertThat(tensor.shape()).isEqualTo(expected.get(name).shape());
          assertThat(tensor.data()).isEqualTo(expected.get(name).data());
        });
  }

  private static void assertRefused(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(UserException.class).message().contains(List.of(parts));
  }
}
