package org.murmurstream.trainer.main;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.releases.ReleaseTopic;
import org.murmurstream.model.bundle.BundleLocation;
import org.murmurstream.schemas.ModelRelease;
import org.murmurstream.schemas.ReleaseStage;
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
      "A model has one stage at a time: retiring it takes it out of production, and the one that was"
          + " released to production before it takes over again.",
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
    PRODUCTION(ReleaseStage.PRODUCTION),
    STAGING(ReleaseStage.STAGING),
    RETIRED(ReleaseStage.RETIRED);

    private final ReleaseStage published;

    Stage(ReleaseStage published) {
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
    ModelRelease release =
        Subject.isFolder(bundle) ? released(Path.of(bundle)) : again(releases.find(named()));
    releases.publish(release);
    spec.commandLine()
        .getOut()
        .println(
            "Released %s to %s, at %s."
                .formatted(
                    ReleaseTopic.key(release), Tables.stage(release), release.getLocation()));
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

  private ModelRelease released(Path folder) {
    BundleFolder checked = BundleFolder.verified(folder);
    BundleLocation seen =
        location == null
            ? new BundleLocation(folder.toAbsolutePath().normalize())
            : BundleLocation.parse(location);
    return ModelRelease.newBuilder()
        .setName(checked.identity().name())
        .setVersion(checked.identity().version())
        .setDigest(checked.identity().digest())
        .setLocation(seen.toString())
        .setStage(stage.published)
        .setMetrics(Map.copyOf(checked.metrics()))
        .setReleasedAt(now())
        .build();
  }

  /** A bad model must go even if its folder is gone; any other must be there and be sound. */
  private ModelRelease again(ModelRelease before) {
    String seen =
        location == null ? before.getLocation() : BundleLocation.parse(location).toString();
    if (stage != Stage.RETIRED) {
      Path folder = BundleLocation.parse(seen).folder();
      String digest = BundleFolder.verified(folder).identity().digest();
      if (!digest.equals(before.getDigest())) {
        throw new UserException(
            "%s is not %s any more: its digest is %s, not %s."
                .formatted(seen, ReleaseTopic.key(before), digest, before.getDigest()));
      }
    }
    return ModelRelease.newBuilder(before)
        .setLocation(seen)
        .setStage(stage.published)
        .setReleasedAt(now())
        .build();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
