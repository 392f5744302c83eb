package org.murmurstream.trainer.main;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.murmurstream.kafka.releases.ReleaseList;
import org.murmurstream.trainer.main.options.ReleaseTopicOptions;
import org.murmurstream.trainer.releases.Differences;
import org.murmurstream.trainer.releases.Subject;
import org.murmurstream.trainer.releases.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur models diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Tells in what two models differ, a row each: configuration, scores on held-out patients, and"
          + " which of their files. Folders need no broker.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur models diff models/heart-3 models/heart-4",
      "  murmur models diff heart heart@0a1b2c"
    })
final class ModelsDiffCommand implements Callable<Integer> {

  private static final String MODEL =
      "NAME, which is the one in production; NAME@VERSION, also of a bundle that comes with this"
          + " program; or a bundle's folder.";

  @Parameters(index = "0", paramLabel = "A", description = MODEL)
  private String first;

  @Parameters(index = "1", paramLabel = "B", description = MODEL)
  private String second;

  @Option(
      names = "--all",
      description = "Also how they were made, and every value at its full length.")
  private boolean all;

  @Mixin private ReleaseTopicOptions topic;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Subject a = subject(first);
    Subject b = subject(second);
    var differences = new Differences(a, b);
    List<List<String>> shown = all ? differences.all() : differences.brief();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", first, second));
    rows.addAll(shown);
    if (shown.isEmpty()) {
      out.println("They do not differ" + (differences.all().isEmpty() ? "." : " in what they do."));
    } else if (all) {
      rows.forEach(row -> out.printf("%s%n    %s%n    %s%n", row.toArray()));
    } else {
      Tables.lines(rows).forEach(out::println);
    }
    int left = differences.all().size() - shown.size();
    if (left > 0) {
      out.printf("They differ in %d more values of how they were made: --all shows them.%n", left);
    }
    for (Subject subject : List.of(a, b)) {
      Optional<String> complaint = subject.complaint();
      complaint.ifPresent(
          reason ->
              spec.commandLine().getErr().println("Compared by its release alone: " + reason));
    }
    return ExitCode.OK;
  }

  private Subject subject(String name) {
    Subject.shadowing(name)
        .ifPresent(sentence -> spec.commandLine().getErr().println("murmur: " + sentence));
    return Subject.of(name, () -> ReleaseList.of(topic.topic().latest()));
  }
}
