package org.murmurstream.trainer.releases;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.releases.ReleaseList;
import org.murmurstream.model.bundle.BundleLocation;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.model.bundle.Bundles;

/**
 * A model that somebody wants to look at.
 *
 * @param release as it was released; empty for a folder
 * @param bundle what lies in its folder; empty if that cannot be read here
 * @param complaint why not
 */
public record Subject(
    Optional<Release> release, Optional<BundleFolder> bundle, Optional<String> complaint) {

  /** A bundle's folder. */
  public static Subject of(Path folder) {
    return new Subject(Optional.empty(), Optional.of(BundleFolder.open(folder)), Optional.empty());
  }

  /** A release, with its folder if that can be read here and is what was released. */
  public static Subject of(Release release) {
    try {
      BundleFolder bundle = BundleFolder.open(BundleLocation.parse(release.location()).folder());
      if (!bundle.identity().digest().equals(release.digest())) {
        throw new UserException(
            "%s holds another bundle, %s".formatted(bundle.folder(), bundle.identity().version()));
      }
      return new Subject(Optional.of(release), Optional.of(bundle), Optional.empty());
    } catch (UserException e) {
      return new Subject(Optional.of(release), Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  /**
   * What somebody names: a bundle's folder; NAME@VERSION of a bundle that comes with this program,
   * released or not; or what was released, see {@link ReleaseList#find}.
   *
   * @param released asked only if it must be one of these
   * @throws UserException if there is none
   */
  public static Subject of(String name, Supplier<ReleaseList> released) {
    if (isFolder(name)) {
      return of(Path.of(name));
    }
    return own(name).map(Subject::of).orElseGet(() -> of(released.get().find(name)));
  }

  /** Whether a name is that of a folder here. */
  public static boolean isFolder(String name) {
    return Files.isDirectory(Path.of(name));
  }

  /**
   * What to say where a folder takes the place of a release: the name could be that of one, too.
   */
  public static Optional<String> shadowing(String name) {
    Path folder = Path.of(name);
    return isFolder(name) && folder.getNameCount() == 1 && !folder.isAbsolute()
        ? Optional.of(
            "%s is the folder %s here; a release of that name is meant by %s@VERSION"
                .formatted(name, folder.toAbsolutePath().normalize(), folder.getFileName()))
        : Optional.empty();
  }

  private static Optional<Path> own(String name) {
    return name.indexOf('@') < 0
        ? Optional.empty()
        : Bundles.ofThisProgram().stream()
            .filter(
                folder -> {
                  ModelIdentity identity = BundleManifest.read(folder).identity();
                  return (identity.name() + "@" + identity.version()).startsWith(name)
                      && name.startsWith(identity.name() + "@");
                })
            .findFirst();
  }

  /** Everything known of it by name: configuration, figures, sums of files. */
  public SortedMap<String, String> facts() {
    var facts = new TreeMap<String, String>();
    bundle.ifPresent(found -> facts.putAll(found.facts()));
    release.ifPresent(
        released -> {
          facts.put("release.stage", Tables.stage(released));
          facts.put("release.version", released.version());
          if (bundle.isEmpty()) {
            new TreeMap<>(released.metrics())
                .forEach((name, value) -> facts.put("lineage.metrics." + name, value.toString()));
          }
        });
    return facts;
  }
}
