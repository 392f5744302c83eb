package org.murmurstream.trainer.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.murmurstream.console.LongWork;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.trainer.main.options.ClassifierOptions;
import org.murmurstream.trainer.main.options.MetricsOption;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.sites.ClassifierCrossValidation;
import org.murmurstream.trainer.sites.EmbeddingExtent;
import org.murmurstream.trainer.sites.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur classify}. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains the multi-site classifier on embeddings of an encoder that stays as it is, once per"
          + " seed and fold, and prints how well patients are classified who were held out. Begun"
          + " again with the same --run it goes on where it stopped.",
      "",
      "Sites that the same encoder heard in the stream are not embedded again if the data set is of"
          + " 'murmur replay --embeddings'.",
      "",
      "Each classifier becomes a model bundle, seed-S/fold-N/bundle in the run's folder.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur classify --data circor --encoder-from runs/dense --run runs/sites",
      "  murmur classify --data circor --encoder-from models/m2d-base --split split.csv --seed 1"
          + " --run runs/m2d",
      "  murmur demo --bundle runs/sites/seed-1/fold-0/bundle"
    })
public final class ClassifyCommand implements LongWork {

  @Mixin private ClassifierOptions arguments;

  @Option(
      names = "--hearing",
      defaultValue = "recordings",
      paramLabel = "WHAT",
      description =
          "What the encoder hears at a time, the mean being learnt from: recordings, whole as a"
              + " model bundle hears them, or windows of 5 s as 'murmur ablate' takes (default:"
              + " ${DEFAULT-VALUE}).")
  private EmbeddingExtent extent;

  @Mixin private MetricsOption metrics;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var bars = new Bars()) {
      Experiment experiment = arguments.prepare(extent, bars);
      var training =
          new ClassifierCrossValidation(
              arguments.run(), arguments.settings(), true, arguments.torch().options(), bars);
      arguments
          .trial(experiment)
          .run(experiment::fold, (fold, number, seed) -> training.run(fold, seed));
      bars.close();
      print(training.finish());
      RunFolder one = arguments.run().seed(arguments.seeds().get(0)).fold(0);
      bars.next(
          spec,
          "evaluate --data %s --bundle %s --split %s --subset test"
              .formatted(
                  Bars.quoted(arguments.data()),
                  Bars.quoted(one.bundle()),
                  Bars.quoted(one.split())));
    }
    return ExitCode.OK;
  }

  private void print(ClassifierCrossValidation.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    List<ScoredPatient> together = result.together();
    out.printf(
        "%d patients held out; mean and deviation over seeds %s; all seeds together%n",
        together.size(),
        result.scores().keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    for (Measure measure : metrics.measures()) {
      Bootstrap.Interval interval = measure.interval(together);
      out.printf(
          Locale.ROOT,
          "%-15s %-14s  %.3f [%.3f, %.3f]%n",
          measure.title(),
          result.spread(measure),
          interval.estimate(),
          interval.low(),
          interval.high());
    }
  }
}
