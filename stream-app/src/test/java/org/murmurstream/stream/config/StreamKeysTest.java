package org.murmurstream.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.stream.inference.InferencePolicy;

/** Every key and every default, against {@code configuration.properties}: a change is a review. */
class StreamKeysTest {

  private static final Path GOLDEN = Path.of("src/test/resources/configuration.properties");
  private static final Path DOCS = Path.of("../docs/configuration.md");

  @TempDir Path directory;

  @Test
  void shouldKnowEveryKeyAndDefault() throws IOException {
    // Given
    String keys =
        StreamKeys.ALL.stream()
            .map(key -> key.name() + "=" + key.standard() + "\n")
            .collect(Collectors.joining());

    // Then
    assertThat(keys).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void shouldListEveryKeyThatThereIs() {
    assertThat(
            Arrays.stream(StreamKeys.class.getDeclaredFields())
                .filter(field -> field.getType() == Key.class)
                .map(StreamKeysTest::valueOf))
        .containsExactlyElementsOf(StreamKeys.ALL);
  }

  @Test
  void shouldDocumentEveryKey() throws IOException {
    // When
    Path page = Path.of("target/configuration.md");
    Files.writeString(page, ConfigurationDocs.of(StreamKeys.ALL));

    // Then
    assertThat(page)
        .as("if the keys changed on purpose, copy %s to docs", page.toAbsolutePath())
        .hasSameTextualContentAs(DOCS);
  }

  @Test
  void shouldMakeThePoliciesOwnDefaults() {
    // When
    StreamSettings settings = StreamSettings.of(List.of());

    // Then
    assertThat(settings.gather()).isEqualTo(GatherPolicy.DEFAULT);
    assertThat(settings.inference()).isEqualTo(InferencePolicy.DEFAULT);
    assertThat(settings.torch()).isEqualTo(TorchOptions.DEFAULT);
    assertThat(settings.bundle()).isEmpty();
  }

  @Test
  void shouldCarryEveryKeyIntoTheSettings() {
    // Given
    StreamSettings standard = StreamSettings.of(List.of());
    Map<String, String> others = new HashMap<>();
    StreamKeys.ALL.forEach(key -> others.put(key.name(), anotherThan(key)));

    for (Key<?> key : StreamKeys.ALL) {
      // When
      StreamSettings changed =
          StreamSettings.of(List.of(Source.flags(Map.of(key.name(), others.get(key.name())))));

      // Then
      assertThat(changed).as(key.name()).isNotEqualTo(standard);
    }
  }

  @Test
  void shouldRefusePoliciesThatContradictThemselves() {
    assertThatThrownBy(
            () ->
                StreamSettings.of(
                    List.of(
                        Source.flags(
                            Map.of(
                                "gather.progress.timeout", "2h", "gather.total.timeout", "1h")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("totalTimeout");
  }

  @Test
  void shouldLeaveThePolicyToTheBundleUnlessItIsNamed() {
    assertThat(StreamSettings.of(List.of()).policy()).isEmpty();
    assertThat(policy("strict").policy()).contains(Doubts.Policy.STRICT);
    assertThat(policy("confident").policy()).contains(Doubts.Policy.CONFIDENT);
    assertThatThrownBy(() -> policy("lenient"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("model.policy")
        .hasMessageContaining("one of strict, confident");
  }

  @Test
  void shouldReadAPropertiesFile() throws IOException {
    // Given
    Path file = directory.resolve("murmur.properties");
    Files.writeString(
        file, "# a comment\ngather.total.timeout = 45m\nkafka.num.stream.threads=2\n");

    // When
    StreamSettings settings = StreamSettings.of(List.of(Source.file(file)));

    // Then
    assertThat(settings.gather().totalTimeout()).isEqualTo(Duration.ofMinutes(45));
    assertThat(settings.connection().properties()).containsEntry("num.stream.threads", "2");
  }

  @Test
  void shouldSayThatAFileIsMissing() {
    assertThatThrownBy(() -> Source.file(directory.resolve("nowhere.properties")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("nowhere.properties does not exist");
  }

  private static StreamSettings policy(String written) {
    return StreamSettings.of(List.of(Source.environment(Map.of("MURMUR_MODEL_POLICY", written))));
  }

  private static String anotherThan(Key<?> key) {
    List<String> candidates =
        List.of(
            "7s",
            "7",
            "20000000",
            "true",
            "false",
            "cpu",
            "half",
            "confident",
            "pause",
            "abort",
            "crc32",
            "other");
    return candidates.stream()
        .filter(candidate -> !candidate.equals(key.standard()) && isRead(key, candidate))
        .findFirst()
        .map(candidate -> key.equals(StreamKeys.TOTAL_TIMEOUT) ? "7h" : candidate)
        .orElseThrow();
  }

  private static boolean isRead(Key<?> key, String written) {
    try {
      return key.type().parser().apply(written) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Key<?> valueOf(Field field) {
    try {
      return (Key<?>) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
