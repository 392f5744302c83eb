package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.murmurstream.console.LongWork;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.main.options.ClassifierOptions;
import org.murmurstream.trainer.result.Drawing;
import org.murmurstream.trainer.result.Pictures;
import org.murmurstream.trainer.sites.Ablation;
import org.murmurstream.trainer.sites.AblationTable;
import org.murmurstream.trainer.sites.EmbeddingExtent;
import org.murmurstream.trainer.sites.Experiment;
import org.murmurstream.trainer.sites.SegmentSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur ablate}. */
@Command(
    name = "ablate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains the multi-site classifier whole, without distillation between its heads, with a"
          + " single head, and beside a classifier of segments, on the same folds with the same"
          + " seeds, and prints their figures side by side. Begun again with the same --run it goes"
          + " on where it stopped.",
      "",
      "Writes table.md, table.csv, models.png and a folder for each classifier into the run's folder.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer =
        "  murmur ablate --data circor --encoder-from runs/dense --run runs/ablation --seed 1,2,3")
public final class AblateCommand implements LongWork {

  @Mixin private ClassifierOptions arguments;

  @Option(
      names = "--lambda",
      defaultValue = "0.5",
      paramLabel = "SHARE",
      description =
          "Share of the multi-site classifier in the ensemble (default: ${DEFAULT-VALUE}).")
  private double lambda;

  @Option(
      names = "--segment-epochs",
      defaultValue = "50",
      paramLabel = "N",
      description = "Passes over the segments (default: ${DEFAULT-VALUE}).")
  private int segmentEpochs;

  @Option(
      names = {"--segment-batch-size", "--segment-bs"},
      defaultValue = "256",
      paramLabel = "N",
      description = "Segments per step (default: ${DEFAULT-VALUE}).")
  private int segmentBatchSize;

  @Option(
      names = {"--segment-learning-rate", "--segment-lr"},
      defaultValue = "1e-3",
      paramLabel = "RATE",
      description = "Peak of the segments' learning rate (default: ${DEFAULT-VALUE}).")
  private double segmentLearningRate;

  @Option(
      names = "--segment-warmup-epochs",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Epochs over which the segments' learning rate rises (default: ${DEFAULT-VALUE}).")
  private int segmentWarmupEpochs;

  @Option(
      names = "--double-softmax",
      description =
          "Train on segments with the loss of the code published in 2024, which takes the softmax"
              + " twice.")
  private boolean doubleSoftmax;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new UserException("--lambda must be 0 to 1, was " + lambda);
    }
    var segments =
        new SegmentSettings(
            segmentEpochs,
            segmentBatchSize,
            segmentLearningRate,
            segmentWarmupEpochs,
            doubleSoftmax);
    try (var bars = new Bars()) {
      Experiment experiment = arguments.prepare(EmbeddingExtent.WINDOWS, bars);
      var ablation =
          new Ablation(
              arguments.run(),
              arguments.settings(),
              segments,
              lambda,
              arguments.torch().options(),
              bars);
      arguments
          .trial(experiment)
          .run(experiment::fold, (fold, number, seed) -> ablation.run(fold, seed));
      bars.close();
      write(ablation.finish());
      bars.next(
          spec,
          "classify --data %s --encoder-from %s --run DIR"
              .formatted(Bars.quoted(arguments.data()), Bars.quoted(arguments.encoder())));
    }
    return ExitCode.OK;
  }

  private void write(AblationTable table) throws IOException {
    Files.write(arguments.run().table(), table.markdown());
    Files.write(arguments.run().tableData(), table.csv());
    table.markdown().forEach(spec.commandLine().getOut()::println);
    Reports.needNoScreen();
    Path place = arguments.run().path();
    Drawing.attempt(
            place,
            () ->
                table.draw(new Pictures(place, "classifiers of %s".formatted(Reports.name(place)))))
        .ifPresent(why -> spec.commandLine().getErr().println("murmur: " + why));
  }
}
