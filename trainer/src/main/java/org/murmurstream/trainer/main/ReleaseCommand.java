package org.murmurstream.trainer.main;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.releases.ReleaseTopic;
import org.murmurstream.model.bundle.BundleLocation;
import org.murmurstream.trainer.main.options.ReleaseTopicOptions;
import org.murmurstream.trainer.releases.BundleFolder;
import org.murmurstream.trainer.releases.Subject;
import org.murmurstream.trainer.releases.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur release}. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = {
      "Checks every byte of a model bundle and publishes it to 'models'. Applications that follow"
          + " releases load it from where it lies, and the one released last to production hears"
          + " the exams that begin from then on.",
      "",
      "A model has one stage at a time: retiring it takes it out of production, and the one that"
          + " was released to production before it takes over again.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur release models/heart-3 --stage staging",
      "  murmur release heart@0a1b2c3d4e5f --stage production    what was released before, by name",
      "  murmur release heart@0a1b2c3d4e5f --stage retired       also if its folder is gone",
      "  murmur release build/heart-3 --stage production --location /models/heart-3"
    })
public final class ReleaseCommand implements Callable<Integer> {

  /** What it is released for. */
  enum Stage {
    PRODUCTION(Release.Stage.PRODUCTION),
    STAGING(Release.Stage.STAGING),
    RETIRED(Release.Stage.RETIRED);

    private final Release.Stage published;

    Stage(Release.Stage published) {
      this.published = published;
    }
  }

  @Parameters(
      paramLabel = "BUNDLE",
      description = "Folder of the bundle; or NAME@VERSION of one that was released before.")
  private String bundle;

  @Option(
      names = "--stage",
      required = true,
      paramLabel = "STAGE",
      description = "production, staging or retired.")
  private Stage stage;

  @Option(
      names = "--location",
      paramLabel = "PATH",
      description =
          "Where the applications find the bundle, as an absolute path or a file: URI; all of them"
              + " must see it there (default: where it is here).")
  private String location;

  @Mixin private ReleaseTopicOptions topic;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ReleaseTopic releases = topic.topic();
    Release release =
        Subject.isFolder(bundle) ? released(Path.of(bundle)) : again(releases.find(named()));
    releases.publish(release);
    spec.commandLine()
        .getOut()
        .println(
            "Released %s to %s, at %s."
                .formatted(release.key(), Tables.stage(release), release.location()));
    return ExitCode.OK;
  }

  private String named() {
    if (!bundle.contains("@")) {
      throw new UserException(
          "There is no model bundle %s: no such folder; one released before is named NAME@VERSION."
              .formatted(bundle));
    }
    return bundle;
  }

  private Release released(Path folder) {
    BundleFolder checked = BundleFolder.verified(folder);
    BundleLocation seen =
        location == null
            ? new BundleLocation(folder.toAbsolutePath().normalize())
            : BundleLocation.parse(location);
    return new Release(
        checked.identity().name(),
        checked.identity().version(),
        checked.identity().digest(),
        seen.toString(),
        stage.published,
        checked.metrics(),
        now());
  }

  /** A bad model must go even if its folder is gone; any other must be there and be sound. */
  private Release again(Release before) {
    String seen = location == null ? before.location() : BundleLocation.parse(location).toString();
    if (stage != Stage.RETIRED) {
      Path folder = BundleLocation.parse(seen).folder();
      String digest = BundleFolder.verified(folder).identity().digest();
      if (!digest.equals(before.digest())) {
        throw new UserException(
            "%s is not %s any more: its digest is %s, not %s."
                .formatted(seen, before.key(), digest, before.digest()));
      }
    }
    return before.again(seen, stage.published, now());
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
