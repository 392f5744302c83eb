package org.murmurstream.trainer.main;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.main.options.ReleaseOptions;
import org.murmurstream.trainer.releases.Releaser;
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
          + " was released to production before it takes over again. One that is worse than the one"
          + " in production, or by chance no better than guessing, asks for --force.",
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

    Release.Stage published() {
      return published;
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

  @Mixin private ReleaseOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Releaser releaser =
        options.releaser(stage.published(), sentence -> Reports.complain(spec, sentence));
    Release release =
        Subject.isFolder(bundle) ? releaser.release(Path.of(bundle)) : releaser.again(named());
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
}
