package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.trainer.recipe.DecideStep;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Workers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
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
public final class DecideCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(DecideCommand.class);
  private static final int PATIENTS_PER_REPORT = 100;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The recordings and findings that the run was trained on.")
  private Path data;

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

  @Option(
      names = "--weights",
      split = ",",
      arity = "1",
      defaultValue = "1,4.5,6",
      paramLabel = "A,P,U",
      description =
          "The decision is for the class of highest probability times weight: the weights of Absent,"
              + " Present and Unknown (default: ${DEFAULT-VALUE}).")
  private List<Double> weights;

  @Option(
      names = "--decision-folds",
      paramLabel = "N",
      description =
          "Judge decisions in N folds that are drawn anew (default: in the folds of the run). More"
              + " folds leave more patients to fit each decision on.")
  private Integer decisionFolds;

  @Option(
      names = "--draws",
      defaultValue = "4",
      paramLabel = "N",
      description =
          "Distortions of each patient's recordings to fit on as well, as other circumstances would"
              + " have left them; 0 for none (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Option(
      names = "--policy",
      defaultValue = "STRICT",
      paramLabel = "POLICY",
      description =
          "What becomes of Absent through sound of unfamiliar colour: STRICT, nobody is called so, or"
              + " CONFIDENT, it stands from a probability of 0.9 on (default: ${DEFAULT-VALUE}).")
  private Doubts.Policy policy;

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
    var step =
        new DecideStep(
            data,
            runs,
            new RunFolder(target()),
            store,
            rule(),
            Doubts.standard(policy),
            drawn(),
            draws,
            Workers.of(threads),
            ProgressWatch.logged(LOG, "patients", PATIENTS_PER_REPORT));
    DecideStep.Outcome outcome = step.run();
    outcome.complaint().ifPresent(sentence -> Reports.complain(spec, sentence));
    outcome.report().lines().forEach(spec.commandLine().getOut()::println);
    outcome.otherwise().forEach(spec.commandLine().getOut()::println);
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

  private DecisionRule rule() {
    if (weights.size() != 3) {
      throw new ParameterException(
          spec.commandLine(), "--weights takes three numbers: Absent, Present, Unknown");
    }
    try {
      return new DecisionRule(
          weights.get(1), weights.get(2), weights.get(0), DecisionRule.MOST_LIKELY.minMargin());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--weights: " + e.getMessage(), e);
    }
  }

  private Path target() {
    if (out == null && runs.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--out must say where the decision of several runs is written");
    }
    return out == null ? runs.get(0) : out;
  }
}
