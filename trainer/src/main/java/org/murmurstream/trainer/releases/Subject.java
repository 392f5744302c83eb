package org.murmurstream.trainer.releases;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.BundleLocation;

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

  /** Whether a name is that of a folder here. */
  public static boolean isFolder(String name) {
    return Files.isDirectory(Path.of(name));
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

  /** The facts in which two models differ: name, this one's value, the other's; "-" for none. */
  public List<List<String>> differences(Subject other) {
    SortedMap<String, String> mine = facts();
    SortedMap<String, String> others = other.facts();
    var names = new TreeSet<>(mine.keySet());
    names.addAll(others.keySet());
    List<List<String>> differences = new ArrayList<>();
    for (String name : names) {
      String here = mine.getOrDefault(name, "-");
      String there = others.getOrDefault(name, "-");
      if (!here.equals(there)) {
        differences.add(List.of(name, here, there));
      }
    }
    return differences;
  }
}
