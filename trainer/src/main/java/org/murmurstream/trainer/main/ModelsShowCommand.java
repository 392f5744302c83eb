package org.murmurstream.trainer.main;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.murmurstream.core.Release;
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

/** {@code murmur models show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Shows one model: its release, and configuration and card of its bundle if that can be read"
            + " here. A folder, and NAME@VERSION of a bundle that comes with this program, need no"
            + " broker.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur models show heart",
      "  murmur models show heart@4990cc466f83     as predictions and /status name the model in use",
      "  murmur models show models/heart-3"
    })
final class ModelsShowCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "MODEL",
      description =
          "NAME, which is the one in production; NAME@VERSION, also of a bundle that comes with this"
              + " program; or a bundle's folder.")
  private String model;

  @Mixin private ReleaseTopicOptions topic;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Subject.shadowing(model)
        .ifPresent(sentence -> spec.commandLine().getErr().println("murmur: " + sentence));
    Subject subject = Subject.of(model, () -> ReleaseList.of(topic.topic().latest()));
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> rows = new ArrayList<>();
    subject.release().ifPresent(release -> rows.addAll(rows(release)));
    subject.complaint().ifPresent(complaint -> rows.add(List.of("bundle", complaint)));
    subject
        .bundle()
        .ifPresent(
            bundle -> {
              if (rows.isEmpty()) {
                rows.add(List.of("name", bundle.identity().name()));
                rows.add(List.of("version", bundle.identity().version()));
                rows.add(List.of("digest", bundle.identity().digest()));
                rows.add(List.of("folder", bundle.folder().toString()));
                rows.add(List.of("metrics", Tables.metrics(bundle.metrics())));
              }
              rows.add(List.of("trained", bundle.identity().trained() ? "yes" : "no"));
              rows.add(List.of("encoder", bundle.identity().encoderDigest()));
            });
    Tables.lines(rows).forEach(out::println);
    subject
        .bundle()
        .ifPresent(
            bundle -> {
              out.println();
              bundle.facts().forEach((name, value) -> out.println(name + " = " + value));
              out.println();
              out.print(bundle.card());
              out.flush();
            });
    return ExitCode.OK;
  }

  private static List<List<String>> rows(Release release) {
    return List.of(
        List.of("name", release.name()),
        List.of("version", release.version()),
        List.of("digest", release.digest()),
        List.of("stage", Tables.stage(release)),
        List.of("released", release.releasedAt().toString()),
        List.of("location", release.location()),
        List.of("metrics", Tables.metrics(release.metrics())));
  }
}
