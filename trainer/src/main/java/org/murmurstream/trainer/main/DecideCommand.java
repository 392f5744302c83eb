package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.murmurstream.console.LongWork;
import org.murmurstream.trainer.main.options.DataOption;
import org.murmurstream.trainer.main.options.DecisionOptions;
import org.murmurstream.trainer.recipe.DecideStep;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur decide}. */
@Command(
    name = "decide",
    mixinStandardHelpOptions = true,
    description = {
      "Fits what follows the network, beat classifiers and the decision on a patient, on the"
          + " held-out outputs of a 'murmur train' that ran all its folds, and prints how well"
          + " every patient is decided by models that never saw it. Of several runs over the same"
          + " folds the outputs are averaged.",
      "",
      "Writes decisions.csv, decision.json, decision.safetensors, a beats.safetensors for each fold"
          + " and a report (report/)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur decide --data circor --run runs/dense",
      "  murmur decide --data circor --run runs/dense --run runs/other --out runs/both"
    })
public final class DecideCommand implements LongWork {

  @Mixin private DataOption data;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder of a finished run; may be repeated for runs that were given the same"
              + " --folds-file.")
  private List<Path> runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the decision is written (default: the folder of the only run).")
  private Path out;

  @Option(
      names = "--features",
      paramLabel = "DIR",
      description =
          "Where spectrograms are kept (default: features in the folder of the first run).")
  private Path features;

  @Mixin private DecisionOptions decision;

  @Option(
      names = "--decision-folds",
      paramLabel = "N",
      description =
          "Judge decisions in N folds that are drawn anew (default: in the folds of the run). More"
              + " folds leave more patients to fit each decision on.")
  private Integer decisionFolds;

  @Option(
      names = "--threads",
      defaultValue = "0",
      paramLabel = "N",
      description = "Patients distorted at a time (default: one per core, at most 4).")
  private int threads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Reports.needNoScreen();
    Path store = Optional.ofNullable(features).orElse(new RunFolder(runs.get(0)).features());
    try (var bars = new Bars()) {
      var step =
          new DecideStep(
              data.folder(),
              runs,
              new RunFolder(target()),
              store,
              decision.rule(),
              decision.doubts(),
              drawn(),
              decision.draws(),
              Workers.of(threads),
              bars,
              sentence -> Reports.complain(spec, sentence));
      DecideStep.Outcome outcome = step.decide();
      bars.close();
      outcome.record().lines().forEach(spec.commandLine().getOut()::println);
      outcome.otherwise().forEach(spec.commandLine().getOut()::println);
      String trained =
          runs.stream().map(run -> " --run " + Bars.quoted(run)).collect(Collectors.joining());
      String decided = out == null ? "" : " --decision " + Bars.quoted(out);
      bars.next(spec, "bundle%s%s --name NAME --out DIR".formatted(trained, decided));
    }
    return ExitCode.OK;
  }

  private OptionalInt drawn() {
    if (decisionFolds == null) {
      return OptionalInt.empty();
    }
    if (decisionFolds < 2) {
      throw new ParameterException(
          spec.commandLine(), "--decision-folds must be at least 2, was " + decisionFolds);
    }
    return OptionalInt.of(decisionFolds);
  }

  private Path target() {
    if (out == null && runs.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--out must say where the decision of several runs is written");
    }
    return out == null ? runs.get(0) : out;
  }
}
