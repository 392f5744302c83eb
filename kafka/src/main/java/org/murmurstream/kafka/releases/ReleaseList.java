package org.murmurstream.kafka.releases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;

/**
 * What is released.
 *
 * @param releases the latest record of each version, that released last at the end
 */
public record ReleaseList(List<Release> releases) {

  private static final Comparator<Release> BY_NAME_AND_STAGE =
      Comparator.comparing(Release::name).thenComparing(release -> rank(release.stage()));

  public ReleaseList {
    releases = List.copyOf(releases);
  }

  /** Of the latest record of each version, that released last at the end. */
  public static ReleaseList of(List<Release> releases) {
    return new ReleaseList(releases);
  }

  /** The last of each name and stage; by name, production first. */
  public List<Release> lastOfEachStage() {
    Map<List<Object>, Release> last = new LinkedHashMap<>();
    releases.forEach(release -> last.put(List.of(release.name(), release.stage()), release));
    return last.values().stream().sorted(BY_NAME_AND_STAGE).toList();
  }

  /** All of them; by name, production first, the latest of a stage first. */
  public List<Release> all() {
    var latestFirst = new ArrayList<Release>();
    releases.forEach(release -> latestFirst.add(0, release));
    latestFirst.sort(BY_NAME_AND_STAGE);
    return latestFirst;
  }

  /**
   * The one whose place a release to production takes: the last of that name in production, or else
   * the last of any name.
   */
  public Optional<Release> inProduction(String name) {
    List<Release> production =
        releases.stream().filter(release -> release.stage() == Release.Stage.PRODUCTION).toList();
    return last(production.stream().filter(release -> release.name().equals(name)).toList())
        .or(() -> last(production));
  }

  /**
   * One of them.
   *
   * @param name NAME: the last in production, or else the last of all; or NAME@VERSION, where the
   *     version may be cut short if it is still the only one
   * @throws UserException if there is none, or more than one
   */
  public Release find(String name) {
    int at = name.indexOf('@');
    String model = at < 0 ? name : name.substring(0, at);
    String version = at < 0 ? "" : name.substring(at + 1);
    List<Release> found =
        all().stream()
            .filter(release -> release.name().equals(model))
            .filter(release -> release.version().startsWith(version))
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
        .filter(release -> release.stage() == Release.Stage.PRODUCTION)
        .findFirst()
        .orElseGet(() -> found.get(0));
  }

  private static Optional<Release> last(List<Release> some) {
    return some.isEmpty() ? Optional.empty() : Optional.of(some.get(some.size() - 1));
  }

  private static int rank(Release.Stage stage) {
    return switch (stage) {
      case PRODUCTION -> 0;
      case STAGING -> 1;
      case RETIRED -> 2;
      case UNSPECIFIED -> 3;
    };
  }
}
