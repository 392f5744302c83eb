package org.murmurstream.kafka.releases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.schemas.ModelRelease;
import org.murmurstream.schemas.ReleaseStage;

/**
 * What is released.
 *
 * @param releases the latest record of each version, that released last at the end
 */
public record ReleaseList(List<ModelRelease> releases) {

  private static final Comparator<ModelRelease> BY_NAME_AND_STAGE =
      Comparator.comparing(ModelRelease::getName)
          .thenComparing(release -> rank(release.getStage()));

  public ReleaseList {
    releases = List.copyOf(releases);
  }

  /** Of the latest record of each version, that released last at the end. */
  public static ReleaseList of(List<ModelRelease> releases) {
    return new ReleaseList(releases);
  }

  /** The last of each name and stage; by name, production first. */
  public List<ModelRelease> lastOfEachStage() {
    Map<List<Object>, ModelRelease> last = new LinkedHashMap<>();
    releases.forEach(release -> last.put(List.of(release.getName(), release.getStage()), release));
    return last.values().stream().sorted(BY_NAME_AND_STAGE).toList();
  }

  /** All of them; by name, production first, the latest of a stage first. */
  public List<ModelRelease> all() {
    var latestFirst = new ArrayList<ModelRelease>();
    releases.forEach(release -> latestFirst.add(0, release));
    latestFirst.sort(BY_NAME_AND_STAGE);
    return latestFirst;
  }

  /**
   * One of them.
   *
   * @param name NAME: the last in production, or else the last of all; or NAME@VERSION, where the
   *     version may be cut short if it is still the only one
   * @throws UserException if there is none, or more than one
   */
  public ModelRelease find(String name) {
    int at = name.indexOf('@');
    String model = at < 0 ? name : name.substring(0, at);
    String version = at < 0 ? "" : name.substring(at + 1);
    List<ModelRelease> found =
        all().stream()
            .filter(release -> release.getName().equals(model))
            .filter(release -> release.getVersion().startsWith(version))
            .toList();
    if (found.isEmpty()) {
      throw new UserException(
          "%s is no folder here, and nothing of that name was released; 'murmur models list' tells what was."
              .formatted(name));
    }
    if (at >= 0 && found.size() > 1) {
      throw new UserException(
          "%s stands for %d releases; name more digits of the version."
              .formatted(name, found.size()));
    }
    return found.stream()
        .filter(release -> release.getStage() == ReleaseStage.PRODUCTION)
        .findFirst()
        .orElseGet(() -> found.get(0));
  }

  private static int rank(ReleaseStage stage) {
    return switch (stage) {
      case PRODUCTION -> 0;
      case STAGING -> 1;
      case RETIRED -> 2;
      case UNSPECIFIED -> 3;
    };
  }
}
