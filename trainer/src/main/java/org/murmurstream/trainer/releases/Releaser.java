package org.murmurstream.trainer.releases;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.releases.ReleaseList;
import org.murmurstream.kafka.releases.ReleaseTopic;
import org.murmurstream.model.bundle.BundleLocation;

/** Releases models: checks every byte, compares with what is in production, and publishes. */
public final class Releaser {

  private final ReleaseTopic topic;
  private final Order order;
  private final Consumer<String> warnings;

  /**
   * How a model is to be released.
   *
   * @param stage what for
   * @param location where applications find it, as a path or a URI; empty for where it is here
   * @param force whether also against what speaks against it
   */
  public record Order(Release.Stage stage, Optional<String> location, boolean force) {}

  /**
   * @param warnings told in sentences what speaks against a release that was forced, and what could
   *     not be compared
   */
  public Releaser(ReleaseTopic topic, Order order, Consumer<String> warnings) {
    this.topic = topic;
    this.order = order;
    this.warnings = warnings;
  }

  /**
   * Releases the bundle of a folder.
   *
   * @throws UserException if anything is wrong with the bundle, or speaks against it, or the topic
   *     cannot be read or written
   */
  public Release release(Path folder) {
    BundleFolder bundle = BundleFolder.verified(folder);
    BundleLocation seen =
        order
            .location()
            .map(BundleLocation::parse)
            .orElseGet(() -> new BundleLocation(folder.toAbsolutePath().normalize()));
    check(bundle);
    return publish(
        new Release(
            bundle.identity().name(),
            bundle.identity().version(),
            bundle.identity().digest(),
            seen.toString(),
            order.stage(),
            bundle.metrics(),
            now()));
  }

  /**
   * Releases once more what was released before. A bad model must go even if its folder is gone;
   * any other must be there and be sound.
   *
   * @param name NAME@VERSION
   * @throws UserException likewise, or if there is no such release
   */
  public Release again(String name) {
    Release before = topic.find(name);
    String seen =
        order
            .location()
            .map(location -> BundleLocation.parse(location).toString())
            .orElse(before.location());
    if (order.stage() != Release.Stage.RETIRED) {
      BundleFolder bundle = BundleFolder.verified(BundleLocation.parse(seen).folder());
      String digest = bundle.identity().digest();
      if (!digest.equals(before.digest())) {
        throw new UserException(
            "%s is not %s any more: its digest is %s, not %s."
                .formatted(seen, before.key(), digest, before.digest()));
      }
      check(bundle);
    }
    return publish(before.again(seen, order.stage(), now()));
  }

  /** Whether the bundle of a folder has been released to this stage, and to no other since. */
  public boolean hasReleased(Path folder) {
    String digest = BundleFolder.open(folder).identity().digest();
    return topic.latest().stream()
        .anyMatch(release -> release.digest().equals(digest) && release.stage() == order.stage());
  }

  private Release publish(Release release) {
    topic.publish(release);
    return release;
  }

  private void check(BundleFolder bundle) {
    if (order.stage() != Release.Stage.PRODUCTION) {
      return;
    }
    Optional<Release> former =
        ReleaseList.of(topic.latest())
            .inProduction(bundle.identity().name())
            .filter(release -> !release.digest().equals(bundle.identity().digest()));
    ReleaseCheck check = ReleaseCheck.of(bundle, former);
    check.remark().ifPresent(warnings);
    List<String> objections = check.objections();
    if (order.force()) {
      objections.forEach(objection -> warnings.accept(objection + "; released all the same"));
    } else if (!objections.isEmpty()) {
      throw new UserException(String.join("; ", objections) + "; --force releases it all the same");
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
