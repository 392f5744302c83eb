package org.murmurstream.stream.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.murmurstream.core.Release.Stage.PRODUCTION;
import static org.murmurstream.core.Release.Stage.RETIRED;
import static org.murmurstream.core.Release.Stage.STAGING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.EarException;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.StubEar;

class ModelKeeperTest {

  private final StubEar own = new StubEar("own", batch -> {});
  private final StubEar heart = new StubEar("heart", batch -> {});
  private final StubEar lung = new StubEar("lung", batch -> {});
  private final Shelf shelf = new Shelf();
  private final ModelKeeper keeper = new ModelKeeper(shelf, Optional.empty());
  private final Inference inference =
      Inference.start(
          List.of(),
          new InferencePolicy(
              8,
              32,
              1 << 26,
              60,
              3,
              Duration.ofMillis(25),
              3,
              Duration.ofMinutes(2),
              Duration.ofSeconds(10)),
          keeper);

  @AfterEach
  void stop() {
    inference.close();
  }

  @Test
  void shouldHearByTheConfiguredBundleWhenNothingIsReleased() {
    // When
    keeper.update(inference, List.of(release(heart, STAGING), release(lung, RETIRED)));

    // Then
    assertThat(inference.current()).isEqualTo(own.identity());
  }

  @Test
  void shouldHearByTheReleaseMadeLast() {
    // When
    keeper.update(inference, List.of(release(heart, PRODUCTION), release(lung, PRODUCTION)));

    // Then
    assertThat(inference.current()).isEqualTo(lung.identity());
    assertThat(shelf.read).containsExactly("lung");
  }

  @Test
  void shouldTakeUpARelease() {
    // Given
    keeper.update(inference, List.of());

    // When
    keeper.update(inference, List.of(release(heart, PRODUCTION)));

    // Then
    assertThat(inference.current()).isEqualTo(heart.identity());
    assertThat(inference.knows(own.identity())).as("for exams in flight").isTrue();
    assertThat(keeper.loads()).isEqualTo(2);
    assertThat(heart.batchSizes()).as("rehearsed").containsExactly(1);
  }

  @Test
  void shouldGoBackToTheReleaseBeforeWhenTheLastIsRetired() {
    // Given
    keeper.update(inference, List.of(release(heart, PRODUCTION), release(lung, PRODUCTION)));

    // When
    keeper.update(inference, List.of(release(heart, PRODUCTION), release(lung, RETIRED)));

    // Then
    assertThat(inference.current()).isEqualTo(heart.identity());
  }

  @Test
  void shouldFollowOneNameWhenToldSo() {
    // Given
    var ofHeart = new ModelKeeper(shelf, Optional.of("heart"));

    // When
    ofHeart.update(inference, List.of(release(heart, PRODUCTION), release(lung, PRODUCTION)));

    // Then
    assertThat(inference.current()).isEqualTo(heart.identity());
  }

  @Test
  void shouldKeepTheOldModelAndSayWhyWhenABundleIsDamaged() {
    // Given
    keeper.update(inference, List.of(release(heart, PRODUCTION)));
    shelf.damaged.put("lung", "model bundle /models/lung is damaged");

    // When
    keeper.update(inference, List.of(release(heart, PRODUCTION), release(lung, PRODUCTION)));

    // Then
    assertThat(inference.current()).isEqualTo(heart.identity());
    assertThat(keeper.refusals()).isEqualTo(1);
    assertThat(keeper.complaints())
        .singleElement()
        .asString()
        .contains("refused lung", "model bundle /models/lung is damaged");
  }

  @Test
  void shouldRefuseABundleThatIsNotTheOneReleased() {
    // Given
    shelf.ears.put("lung", heart);

    // When
    keeper.update(inference, List.of(release(lung, PRODUCTION)));

    // Then
    assertThat(inference.current()).isEqualTo(own.identity());
    assertThat(keeper.complaints())
        .singleElement()
        .asString()
        .contains(heart.identity().digest(), lung.identity().digest());
  }

  @Test
  void shouldRefuseAModelThatFailsItsRehearsal() {
    // Given
    var deaf =
        new StubEar(
            "deaf",
            batch -> {
              throw new EarException("hears nothing");
            });
    shelf.ears.put("deaf", deaf);

    // When
    keeper.update(inference, List.of(release(deaf, PRODUCTION)));

    // Then
    assertThat(inference.current()).isEqualTo(own.identity());
    assertThat(inference.knows(deaf.identity())).isFalse();
    assertThat(deaf.isClosed()).isTrue();
    assertThat(keeper.complaints()).singleElement().asString().contains("its ear fails");
  }

  @Test
  void shouldTryARefusedReleaseAgainOnlyWhenItIsReleasedAgain() {
    // Given
    shelf.damaged.put("lung", "not there yet");
    Release first = release(lung, PRODUCTION);
    keeper.update(inference, List.of(first));
    shelf.damaged.clear();

    // When
    keeper.update(inference, List.of(release(heart, STAGING), first));

    // Then
    assertThat(inference.current()).isEqualTo(own.identity());

    // When
    Release again = first.again(first.location(), first.stage(), Instant.ofEpochMilli(2));
    keeper.update(inference, List.of(again));

    // Then
    assertThat(inference.current()).isEqualTo(lung.identity());
    assertThat(keeper.complaints()).isEmpty();
  }

  @Test
  void shouldRefuseToStartWithoutAnyModel() {
    // Given
    shelf.damaged.put("own", "there is no model bundle /models/own");

    // Then
    assertThatThrownBy(() -> keeper.update(inference, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("/models/own");
  }

  @Test
  void shouldFetchTheModelsThatExamsBeganWith() {
    // Given
    keeper.update(inference, List.of(release(heart, RETIRED), release(lung, PRODUCTION)));

    // When
    assertThat(keeper.test(heart.identity())).isTrue();
    assertThat(keeper.test(own.identity())).isTrue();
    keeper.fetch(inference);

    // Then
    assertThat(inference.knows(heart.identity())).isTrue();
    assertThat(inference.knows(own.identity())).isTrue();
    assertThat(inference.current()).isEqualTo(lung.identity());
  }

  @Test
  void shouldSayThatAModelWillNotComeUntilItIsReleased() {
    // Given
    keeper.update(inference, List.of());
    keeper.test(heart.identity());

    // When
    keeper.fetch(inference);

    // Then
    assertThat(keeper.test(heart.identity())).isFalse();

    // When
    keeper.update(inference, List.of(release(heart, RETIRED)));

    // Then
    assertThat(keeper.test(heart.identity())).isTrue();
  }

  private static Release release(StubEar ear, Release.Stage stage) {
    ModelIdentity model = ear.identity();
    return new Release(
        model.name(),
        model.version(),
        model.digest(),
        "/models/" + model.name(),
        stage,
        Map.of(),
        Instant.EPOCH);
  }

  /** BundleSource by name. */
  private final class Shelf implements BundleSource {

    final Map<String, StubEar> ears =
        new HashMap<>(Map.of("own", own, "heart", heart, "lung", lung));
    final Map<String, String> damaged = new HashMap<>();
    final List<String> read = new ArrayList<>();

    @Override
    public Loaded released(Release release) {
      return load(release.name());
    }

    @Override
    public Loaded own() {
      return load("own");
    }

    @Override
    public ModelIdentity ownIdentity() {
      return load("own").identity();
    }

    private Loaded load(String name) {
      if (damaged.containsKey(name)) {
        throw new UserException(damaged.get(name));
      }
      read.add(name);
      StubEar ear = ears.get(name);
      return new Loaded(ear.identity(), () -> ear);
    }
  }
}
