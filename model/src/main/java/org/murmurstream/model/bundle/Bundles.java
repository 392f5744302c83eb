package org.murmurstream.model.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.UserException;

/**
 * The bundle a user names; the one that comes with this program if none is named; and the UNTRAINED
 * one if none comes with it, or its name is {@value #UNTRAINED}.
 */
public final class Bundles {

  /** What {@code --bundle} says for a model of seeded random weights. */
  public static final String UNTRAINED = "untrained";

  /** Where this program lies; set by the launcher, and in the container images. */
  private static final String HOME = "murmur.home";

  private static final long UNTRAINED_SEED = 0;

  private Bundles() {}

  /**
   * Reads a bundle and checks every byte of it.
   *
   * @param named the folder, or {@value #UNTRAINED}
   * @throws UserException if it cannot be used, or several bundles come with this program
   */
  public static ModelBundle load(Optional<Path> named) {
    return folder(named)
        .map(ModelBundle::load)
        .orElseGet(() -> UntrainedBundle.create(UNTRAINED_SEED));
  }

  /**
   * Says who that bundle claims to be; its weights are neither read nor checked.
   *
   * @param named the folder, or {@value #UNTRAINED}
   * @throws UserException as {@link #load}
   */
  public static ModelIdentity identity(Optional<Path> named) {
    return folder(named)
        .map(folder -> BundleManifest.read(folder).identity())
        .orElseGet(() -> UntrainedBundle.create(UNTRAINED_SEED).identity());
  }

  /**
   * The folders of all bundles that come with this program, former ones included.
   *
   * @throws UserException if they cannot be looked for
   */
  public static List<Path> ofThisProgram() {
    Optional<Path> models =
        Optional.ofNullable(System.getProperty(HOME)).map(home -> Path.of(home).resolve("models"));
    if (models.filter(Files::isDirectory).isEmpty()) {
      return List.of();
    }
    try (Stream<Path> folders = Files.walk(models.get(), 2)) {
      return folders.filter(BundleManifest::isIn).sorted().toList();
    } catch (IOException e) {
      throw new UserException("cannot look for model bundles in " + models.get() + ": " + e, e);
    }
  }

  /** Empty for the untrained one. */
  private static Optional<Path> folder(Optional<Path> named) {
    Optional<Path> home = Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    return named
        .or(() -> home.flatMap(Bundles::own))
        .filter(folder -> !folder.equals(Path.of(UNTRAINED)));
  }

  /**
   * The bundle that comes with this program.
   *
   * @param home where the program lies; its bundle is the one folder in {@code models} that holds a
   *     {@code bundle.json}
   * @return empty if there is none
   */
  static Optional<Path> own(Path home) {
    Path models = home.resolve("models");
    if (!Files.isDirectory(models)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(models)) {
      List<Path> bundles = folders.filter(BundleManifest::isIn).sorted().toList();
      if (bundles.size() > 1) {
        throw new UserException(
            "%s holds %d model bundles; name the one you mean with --bundle"
                .formatted(models, bundles.size()));
      }
      return bundles.stream().findFirst();
    } catch (IOException e) {
      throw new UserException("cannot look for model bundles in " + models + ": " + e, e);
    }
  }
}
