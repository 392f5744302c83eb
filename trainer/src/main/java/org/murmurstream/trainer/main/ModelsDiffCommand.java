package org.murmurstream.trainer.main;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.murmurstream.kafka.releases.ReleaseList;
import org.murmurstream.trainer.main.options.ReleaseTopicOptions;
import org.murmurstream.trainer.releases.Subject;
import org.murmurstream.trainer.releases.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur models diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Tells in what two models differ: configuration, figures, and which of their files. Folders"
            + " need no broker.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur models diff models/heart-3 models/heart-4",
      "  murmur models diff heart heart@0a1b2c"
    })
final class ModelsDiffCommand implements Callable<Integer> {

  private static final String MODEL =
      "NAME, which is the one in production; NAME@VERSION; or a bundle's folder.";

  @Parameters(index = "0", paramLabel = "A", description = MODEL)
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = MODEL)
  private String second;

  @Mixin private ReleaseTopicOptions topic;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    boolean folders = Subject.isFolder(first) && Subject.isFolder(second);
    ReleaseList releases = ReleaseList.of(folders ? List.of() : topic.topic().latest());
    Subject a = subject(first, releases);
    Subject b = subject(second, releases);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", first, second));
    rows.addAll(a.differences(b));
    Tables.lines(rows).forEach(spec.commandLine().getOut()::println);
    for (Subject subject : List.of(a, b)) {
      Optional<String> complaint = subject.complaint();
      complaint.ifPresent(
          reason ->
              spec.commandLine().getErr().println("Compared by its release alone: " + reason));
    }
    return ExitCode.OK;
  }

  private static Subject subject(String name, ReleaseList releases) {
    return Subject.isFolder(name) ? Subject.of(Path.of(name)) : Subject.of(releases.find(name));
  }
}
