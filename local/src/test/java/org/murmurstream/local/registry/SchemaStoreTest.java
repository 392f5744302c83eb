package org.murmurstream.local.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.murmurstream.schemas.MurmurPrediction;

class SchemaStoreTest {

  private static final String V1 = record("{\"name\":\"a\",\"type\":\"string\"}");
  private static final String WITH_OPTIONAL =
      record(
          "{\"name\":\"a\",\"type\":\"string\"},"
              + "{\"name\":\"b\",\"type\":[\"null\",\"int\"],\"default\":null}");
  private static final String WITH_REQUIRED =
      record("{\"name\":\"a\",\"type\":\"string\"},{\"name\":\"b\",\"type\":\"int\"}");

  private final Recorder journal = new Recorder();
  private final SchemaStore store = new SchemaStore(journal);

  @Test
  void shouldGiveTheSameSchemaTheSameIdEverywhere() {
    // When
    SchemaVersion first = store.register("a-value", V1);
    SchemaVersion again = store.register("a-value", V1.replace(":", " : "));
    SchemaVersion elsewhere = store.register("b-value", V1);
    SchemaVersion other = store.register("b-value", WITH_OPTIONAL);

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(elsewhere.id()).isEqualTo(first.id());
    assertThat(other.id()).isNotEqualTo(first.id());
    assertThat(other.version()).isEqualTo(2);
    assertThat(journal.versions).hasSize(3);
  }

  @Test
  void shouldRefuseWhatCannotReadTheLatest() {
    // Given
    store.register("a-value", V1);

    // Then
    assertError(409, () -> store.register("a-value", WITH_REQUIRED));
    assertThat(store.versionsOf("a-value", false)).containsExactly(1);
  }

  @Test
  void shouldLookAtTheLatestAloneUnlessTransitive() {
    // Given
    store.register("a-value", V1);
    store.setLevel(Optional.of("a-value"), Optional.of(Compatibility.NONE));
    store.register("a-value", "\"string\"");

    // When
    store.setLevel(Optional.of("a-value"), Optional.of(Compatibility.FULL_TRANSITIVE));

    // Then
    assertThat(store.isCompatible("a-value", "\"bytes\"")).isFalse();
    store.setLevel(Optional.of("a-value"), Optional.of(Compatibility.FULL));
    assertThat(store.isCompatible("a-value", "\"bytes\"")).isTrue();
  }

  @Test
  void shouldAllowForwardWhatItRefusesBackward() {
    // Given
    store.register("a-value", V1);

    // When
    store.setLevel(Optional.empty(), Optional.of(Compatibility.FORWARD));

    // Then
    assertThat(store.isCompatible("a-value", WITH_REQUIRED)).isTrue();
  }

  @Test
  void shouldTakeEveryVersionOfThePredictionsInAnyOrder() throws IOException {
    // Given
    store.setLevel(Optional.empty(), Optional.of(Compatibility.FULL_TRANSITIVE));
    String current = MurmurPrediction.SCHEMA$.toString();
    List<String> versions = List.of(predictions(1), predictions(2));

    // When
    versions.forEach(version -> store.register("rising-value", version));
    store.register("falling-value", current);
    store.register("falling-value", versions.get(0));

    // Then
    assertThat(store.versionsOf("rising-value", false)).containsExactly(1, 2);
    assertThat(store.isCompatible("rising-value", current)).isTrue();
    assertThat(store.versionsOf("falling-value", false)).containsExactly(1, 2);
  }

  @Test
  void shouldHideASoftlyDeletedSubjectButNotItsIds() {
    // Given
    int id = store.register("a-value", V1).id();

    // When
    assertThat(store.deleteSubject("a-value", false)).containsExactly(1);

    // Then
    assertThat(store.subjects(false)).isEmpty();
    assertThat(store.subjects(true)).containsExactly("a-value");
    assertError(40401, () -> store.versionsOf("a-value", false));
    assertThat(store.byId(id)).hasSize(1);
    assertError(40404, () -> store.deleteSubject("a-value", false));
  }

  @Test
  void shouldComeBackWithItsIdAndANewVersionAfterSoftDeletion() {
    // Given
    SchemaVersion before = store.register("a-value", V1);
    store.deleteSubject("a-value", false);

    // When
    SchemaVersion after = store.register("a-value", V1);

    // Then
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.version()).isEqualTo(2);
  }

  @Test
  void shouldDeleteForGoodOnlyAfterSoftDeletion() {
    // Given
    int id = store.register("a-value", V1).id();
    assertError(40405, () -> store.deleteSubject("a-value", true));
    store.deleteSubject("a-value", false);

    // When
    store.deleteSubject("a-value", true);

    // Then
    assertError(40403, () -> store.byId(id));
    assertError(40401, () -> store.deleteSubject("a-value", true));
    assertThat(store.register("a-value", V1).id()).as("an id is never used again").isNotEqualTo(id);
  }

  @Test
  void shouldDeleteSingleVersions() {
    // Given
    store.register("a-value", V1);
    store.register("a-value", WITH_OPTIONAL);
    assertError(40407, () -> store.deleteVersion("a-value", new WantedVersion(1), true));

    // When
    assertThat(store.deleteVersion("a-value", new WantedVersion(1), false)).isEqualTo(1);

    // Then
    assertThat(store.versionsOf("a-value", false)).containsExactly(2);
    assertError(40406, () -> store.deleteVersion("a-value", new WantedVersion(1), false));
    assertError(40402, () -> store.deleteVersion("a-value", new WantedVersion(9), false));
  }

  @Test
  void shouldFindVersionsByNumberAndTheLatestByName() {
    // Given
    store.register("a-value", V1);
    store.register("a-value", WITH_OPTIONAL);

    // Then
    assertThat(store.version("a-value", WantedVersion.parse("1"), false).version()).isEqualTo(1);
    assertThat(store.version("a-value", WantedVersion.parse("latest"), false).version())
        .isEqualTo(2);
    assertError(40402, () -> store.version("a-value", WantedVersion.parse("3"), false));
    assertError(42202, () -> WantedVersion.parse("0"));
    assertError(42202, () -> WantedVersion.parse("newest"));
  }

  @Test
  void shouldRefuseWhatIsNotAvro() {
    assertError(42201, () -> store.register("a-value", "{\"type\":\"recrod\"}"));
    assertError(42201, () -> store.register("a-value", "not even JSON"));
    assertError(42201, () -> store.register("a-value", record("{\"name\":\"a\",\"type\":\"X\"}")));
  }

  @Test
  void shouldNotCountWhatTheJournalDidNotTake() {
    // Given
    journal.broken = true;

    // When
    assertThatThrownBy(() -> store.register("a-value", V1)).isInstanceOf(KafkaException.class);

    // Then
    assertThat(store.subjects(true)).isEmpty();
  }

  @Test
  void shouldGoOnFromWhatTheJournalHeld() {
    // Given
    store.register("a-value", V1);
    store.register("a-value", WITH_OPTIONAL);
    SchemaStore restored = new SchemaStore(new Recorder());

    // When
    journal.versions.forEach(restored::restore);

    // Then
    assertThat(restored.register("a-value", WITH_OPTIONAL).id()).isEqualTo(2);
    assertThat(restored.register("c-value", "\"long\"").id()).isEqualTo(3);
  }

  private static String predictions(int version) throws IOException {
    String file = "/avro-history/murmur-predictions-value/v%d.avsc".formatted(version);
    try (var schema = MurmurPrediction.class.getResourceAsStream(file)) {
      return new String(schema.readAllBytes(), UTF_8);
    }
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }

  private static void assertError(int code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  private static final class Recorder implements Journal {

    private final List<SchemaVersion> versions = new ArrayList<>();
    private boolean broken;

    @Override
    public void put(SchemaVersion version) {
      if (broken) {
        throw new KafkaException("no broker");
      }
      versions.add(version);
    }

    @Override
    public void remove(String subject, int version) {}

    @Override
    public void level(Optional<String> subject, Optional<Compatibility> level) {}
  }
}
