package org.murmurstream.trainer.releases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.core.Sha256;
import org.murmurstream.model.bundle.UntrainedBundle;

/**
 * On bundles of 10 patients with a murmur, 5 unknown and 35 without: whoever always says Present
 * has a weighted accuracy of 50 / 100.
 */
class ReleaseCheckTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String W = "W.acc";
  private static final String UAR = "UAR";
  private static final String LOG_LOSS = "log loss";

  @TempDir private Path directory;

  @Test
  void shouldObjectToNothingWhenTheModelIsBetter() throws IOException {
    // Given
    BundleFolder better = bundle("better", figures(0.85, 0.80));
    Release former = release(bundle("former", figures(0.80, 0.75)), Map.of());

    // When
    ReleaseCheck check = ReleaseCheck.of(better, Optional.of(former));

    // Then
    assertThat(check.objections()).isEmpty();
    assertThat(check.remark()).isEmpty();
  }

  @Test
  void shouldObjectToAModelThatIsWorseThanTheOneThereAndSayInWhat() throws IOException {
    // Given
    BundleFolder worse = bundle("worse", figures(0.79, 0.76));
    Release former = release(bundle("former", figures(0.80, 0.75)), Map.of());

    // When
    ReleaseCheck check = ReleaseCheck.of(worse, Optional.of(former));

    // Then
    assertThat(check.objections())
        .singleElement()
        .asString()
        .contains("is worse than " + former.key(), "W.acc 0.790 after 0.800")
        .doesNotContain(UAR);
  }

  @Test
  void shouldTakeAHigherLogLossForWorse() throws IOException {
    // Given
    BundleFolder worse = bundle("worse", figures(0.80, 0.75, 0.36));
    Release former = release(bundle("former", figures(0.80, 0.75, 0.33)), Map.of());

    // When
    ReleaseCheck check = ReleaseCheck.of(worse, Optional.of(former));

    // Then
    assertThat(check.objections())
        .singleElement()
        .asString()
        .contains("log loss 0.360 after 0.330");
  }

  @Test
  void shouldCompareWithWhatTheReleaseCarriesWhenItsFolderIsGone() throws IOException {
    // Given
    BundleFolder worse = bundle("worse", figures(0.79, 0.76));
    Release former = release(Map.of(W, 0.80, UAR, 0.75));

    // When
    ReleaseCheck check = ReleaseCheck.of(worse, Optional.of(former));

    // Then
    assertThat(check.objections()).singleElement().asString().contains("W.acc 0.790 after 0.800");
    assertThat(check.remark()).isEmpty();
  }

  @Test
  void shouldCompareWithGuessingAloneAndSaySoWhenTheFormerFiguresCannotBeHad() throws IOException {
    // Given
    BundleFolder candidate = bundle("candidate", figures(0.79, 0.76));
    Release former = release(Map.of("validation.wacc", 0.9));

    // When
    ReleaseCheck check = ReleaseCheck.of(candidate, Optional.of(former));

    // Then
    assertThat(check.objections()).isEmpty();
    assertThat(check.remark().orElseThrow())
        .contains(former.key(), "cannot be had", "compared with guessing alone");
  }

  @Test
  void shouldObjectWhenTheIntervalOfUarReachesDownToAThird() throws IOException {
    // Given
    BundleFolder guesses = bundle("guesses", figures(0.80, 0.38));

    // When
    ReleaseCheck check = ReleaseCheck.of(guesses, Optional.empty());

    // Then
    assertThat(check.objections())
        .singleElement()
        .asString()
        .contains("no better than guessing", "UAR begins at 0.330", "0.333");
  }

  @Test
  void shouldObjectWhenAlwaysSayingOneClassMayBeAsGood() throws IOException {
    // Given
    BundleFolder guesses = bundle("guesses", figures(0.54, 0.70));

    // When
    ReleaseCheck check = ReleaseCheck.of(guesses, Optional.empty());

    // Then
    assertThat(check.objections())
        .singleElement()
        .asString()
        .contains("no better than guessing", "W.acc begins at 0.490", "0.500");
  }

  @Test
  void shouldTakeAModelWithoutFiguresForNoBetterThanGuessing() {
    // Given
    Path folder = directory.resolve("untrained");
    UntrainedBundle.create(1).save(folder);

    // When
    ReleaseCheck check = ReleaseCheck.of(BundleFolder.open(folder), Optional.empty());

    // Then
    assertThat(check.objections())
        .singleElement()
        .asString()
        .contains("nothing shows", "better than guessing");
  }

  @Test
  void shouldFindTheReleasedModelBetterThanGuessing() {
    // Given
    BundleFolder released = BundleFolder.open(Path.of("..", "models", "heart-3"));

    // When
    ReleaseCheck check = ReleaseCheck.of(released, Optional.empty());

    // Then
    assertThat(check.objections()).isEmpty();
    assertThat(released.metrics()).containsKeys(W, UAR);
  }

  /** With intervals of .05 to either side. */
  private static ObjectNode figures(double wacc, double uar) {
    ObjectNode decision = JsonNodeFactory.instance.objectNode();
    ObjectNode scores = decision.putObject("scores");
    interval(scores.putObject(W), wacc);
    interval(scores.putObject(UAR), uar);
    ObjectNode confusion = decision.putObject("confusion");
    confusion.putObject("PRESENT").put("PRESENT", 8).put("UNKNOWN", 1).put("ABSENT", 3);
    confusion.putObject("UNKNOWN").put("PRESENT", 1).put("UNKNOWN", 3).put("ABSENT", 2);
    confusion.putObject("ABSENT").put("PRESENT", 1).put("UNKNOWN", 1).put("ABSENT", 30);
    return decision;
  }

  private static ObjectNode figures(double wacc, double uar, double logLoss) {
    ObjectNode decision = figures(wacc, uar);
    interval(decision.withObject("/scores").putObject(LOG_LOSS), logLoss);
    return decision;
  }

  private static void interval(ObjectNode of, double estimate) {
    of.put("estimate", estimate).put("low", estimate - 0.05).put("high", estimate + 0.05);
  }

  /** An untrained one, in whose lineage figures are written. */
  private BundleFolder bundle(String name, ObjectNode decision) throws IOException {
    Path folder = directory.resolve(name);
    UntrainedBundle.create(1).save(folder);
    Path config = folder.resolve("bundle.json");
    String before = Sha256.of(config);
    ObjectNode tree = (ObjectNode) JSON.readTree(config.toFile());
    tree.withObject("/lineage").set("decision", decision);
    JSON.writeValue(config.toFile(), tree);
    Path sums = folder.resolve("SHA256SUMS");
    Files.writeString(sums, Files.readString(sums).replace(before, Sha256.of(config)));
    return BundleFolder.open(folder);
  }

  private static Release release(BundleFolder bundle, Map<String, Double> metrics) {
    ModelIdentity model = bundle.identity();
    return new Release(
        model.name(),
        model.version(),
        model.digest(),
        bundle.folder().toUri().toString(),
        Release.Stage.PRODUCTION,
        metrics,
        Instant.EPOCH);
  }

  /** Of a model whose folder is gone. */
  private Release release(Map<String, Double> metrics) {
    return new Release(
        "heart",
        "0a1b2c3d4e5f",
        "0a1b2c3d4e5f".repeat(6).substring(0, 64),
        directory.resolve("gone").toUri().toString(),
        Release.Stage.PRODUCTION,
        metrics,
        Instant.EPOCH);
  }
}
