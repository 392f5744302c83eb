package org.murmurstream.trainer.main.options;

import java.util.Optional;
import java.util.function.Consumer;
import org.murmurstream.core.Release;
import org.murmurstream.trainer.releases.Releaser;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that release a model: a picocli mixin. */
public final class ReleaseOptions {

  @Option(
      names = "--location",
      paramLabel = "PATH",
      description =
          "Where the applications find the bundle, as an absolute path or a file: URI; all of them"
              + " must see it there (default: where it is here).")
  private String location;

  @Option(
      names = "--force",
      description =
          "Release to production also a model that decides worse on patients it never saw than the"
              + " one there, or by chance no better than guessing.")
  private boolean force;

  @Mixin private ReleaseTopicOptions topic;

  /**
   * What releases models as these options say.
   *
   * @param warnings told in sentences what speaks against a release that was forced
   */
  public Releaser releaser(Release.Stage stage, Consumer<String> warnings) {
    return new Releaser(
        topic.topic(), new Releaser.Order(stage, Optional.ofNullable(location), force), warnings);
  }
}
