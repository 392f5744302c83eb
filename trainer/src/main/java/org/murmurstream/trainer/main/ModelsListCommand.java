package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.releases.ReleaseList;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.trainer.main.options.ReleaseTopicOptions;
import org.murmurstream.trainer.releases.BundleFolder;
import org.murmurstream.trainer.releases.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur models list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists what is released: the last of each name and stage.",
    footerHeading = "%nExamples:%n",
    footer = {"  murmur models list --all", "  murmur models list --dir models"})
final class ModelsListCommand implements Callable<Integer> {

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "List the bundles in DIR instead; needs no broker.")
  private Path directory;

  @Option(names = "--all", description = "Every version, not only the last of each stage.")
  private boolean all;

  @Mixin private ReleaseTopicOptions topic;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<List<String>> rows = directory == null ? released() : bundles();
    Tables.lines(rows).forEach(spec.commandLine().getOut()::println);
    return ExitCode.OK;
  }

  private List<List<String>> released() {
    ReleaseList list = ReleaseList.of(topic.topic().latest());
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "VERSION", "STAGE", "RELEASED", "LOCATION", "METRICS"));
    for (Release release : all ? list.all() : list.lastOfEachStage()) {
      rows.add(
          List.of(
              release.name(),
              release.version(),
              Tables.stage(release),
              release.releasedAt().toString(),
              release.location(),
              Tables.metrics(release.metrics())));
    }
    return rows;
  }

  private List<List<String>> bundles() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "VERSION", "TRAINED", "FOLDER", "METRICS"));
    for (Path folder : folders()) {
      try {
        BundleFolder bundle = BundleFolder.open(folder);
        rows.add(
            List.of(
                bundle.identity().name(),
                bundle.identity().version(),
                bundle.identity().trained() ? "yes" : "no",
                folder.toString(),
                Tables.metrics(bundle.metrics())));
      } catch (UserException e) {
        rows.add(List.of("?", "?", "?", folder.toString(), e.getMessage()));
      }
    }
    return rows;
  }

  private List<Path> folders() {
    try (Stream<Path> children = Files.list(directory)) {
      return children.filter(BundleManifest::isIn).sorted().toList();
    } catch (IOException e) {
      throw new UserException("%s cannot be read.".formatted(directory), e);
    }
  }
}
