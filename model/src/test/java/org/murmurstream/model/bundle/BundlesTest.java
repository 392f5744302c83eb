package org.murmurstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;

class BundlesTest {

  @TempDir Path home;

  @Test
  void shouldFindTheOneBundleThatComesWithTheProgram() throws IOException {
    // Given
    Path models = Files.createDirectory(home.resolve("models"));
    Files.writeString(models.resolve("README.md"), "# Models");
    UntrainedBundle.create(3).save(models.resolve("heart"));

    // When / Then
    assertThat(Bundles.own(home)).contains(models.resolve("heart"));
  }

  @Test
  void shouldFindNoneWhereNoneComesWithIt() throws IOException {
    assertThat(Bundles.own(home)).isEmpty();
    Files.createDirectory(home.resolve("models"));
    assertThat(Bundles.own(home)).isEmpty();
  }

  @Test
  void shouldNotGuessWhichOfSeveralIsMeant() {
    // Given
    UntrainedBundle.create(3).save(home.resolve("models/heart"));
    UntrainedBundle.create(4).save(home.resolve("models/other"));

    // When / Then
    assertThatThrownBy(() -> Bundles.own(home))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("2 model bundles")
        .hasMessageContaining("--bundle");
  }

  @Test
  void shouldLoadTheBundleThatIsNamed() {
    // Given
    UntrainedBundle.create(3).save(home.resolve("mine"));

    // When / Then
    assertThat(Bundles.load(Optional.of(home.resolve("mine"))).identity())
        .isEqualTo(UntrainedBundle.create(3).identity());
  }

  @Test
  void shouldTakeTheUntrainedModelByItsName() {
    assertThat(Bundles.load(Optional.of(Path.of("untrained"))).identity())
        .isEqualTo(UntrainedBundle.create(0).identity());
  }
}
