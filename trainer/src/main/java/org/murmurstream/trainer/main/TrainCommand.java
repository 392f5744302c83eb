package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.murmurstream.console.LongWork;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.main.TorchArguments;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.frames.FrameScore;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.main.options.FeaturesOption;
import org.murmurstream.trainer.main.options.FrameTrainingOptions;
import org.murmurstream.trainer.main.options.RunOption;
import org.murmurstream.trainer.recipe.TrainStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains an encoder with a frame head on experts' heart-cycle marks and clinicians' findings,"
          + " once per fold of a cross-validation grouped by subject. Begun again with the same"
          + " --run it goes on where it stopped.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur train --data circor --run runs/dense",
      "  murmur train --data circor --run runs/dense --fold 2   one fold of three",
      "  murmur train --data circor --run runs/tuned --encoder-from runs/pre"
    })
public final class TrainCommand implements LongWork {

  @Mixin private RunOption run;

  @Mixin private FeaturesOption features;

  @Mixin private FrameTrainingOptions training;

  @Option(
      names = "--positions",
      paramLabel = "KIND",
      description =
          "How the encoder knows where a token stands: ${COMPLETION-CANDIDATES} (default: ROTARY, or"
              + " as it was pre-trained).")
  private M2dConfig.Positions positions;

  @Option(
      names = "--encoder-from",
      paramLabel = "ENCODER",
      description =
          "Start from this encoder instead of a random one: the folder of 'murmur pretrain' or its"
              + " encoder.safetensors, or a model bundle whose encoder is such a one.")
  private Path encoderFrom;

  @Option(
      names = "--networks-from",
      paramLabel = "DIR",
      description =
          "Go on from the networks of this run, or of this bundle, over the same folds (--folds-file)"
              + " instead of from random ones.")
  private Path networksFrom;

  @Option(
      names = "--distorted",
      defaultValue = "0",
      paramLabel = "SHARE",
      description =
          "Share of crops that are cut from the recordings as other circumstances would have left"
              + " them, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double distorted;

  @Option(
      names = "--freeze-encoder",
      description = "Leave that encoder as it is: only the head learns.")
  private boolean frozenEncoder;

  @Option(
      names = "--token-frames",
      defaultValue = "8",
      paramLabel = "N",
      description =
          "Frames of 20 ms that a token stands for, 4 or 8, of an encoder that starts at random"
              + " (default: ${DEFAULT-VALUE}).")
  private int tokenFrames;

  @Option(
      names = "--folds",
      defaultValue = "3",
      paramLabel = "N",
      description = "Number of folds (default: ${DEFAULT-VALUE}).")
  private int foldCount;

  @Option(
      names = "--fold",
      paramLabel = "N",
      description = "Run this fold alone, counted from 0 (default: all).")
  private Integer fold;

  @Mixin private TorchArguments torch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Optional<Encoder> start =
        encoderFrom == null
            ? Optional.empty()
            : Optional.of(Encoders.read(encoderFrom, OfficialCheckpoint.Hints.NONE));
    M2dConfig encoder = start.map(given -> M2dConfig.of(given.config())).orElse(M2dConfig.HEART);
    var settings =
        new FrameSettings(
            Optional.ofNullable(positions).orElse(encoder.positions()),
            tokenFrames,
            training.epochs(),
            training.batchSize(),
            training.learningRate(),
            training.seed(),
            foldCount,
            training.foldsFile(),
            start,
            frozenEncoder,
            distorted,
            Optional.ofNullable(networksFrom));
    try (var bars = new Bars()) {
      List<FrameScore> scores =
          new TrainStep(
                  training.data(),
                  run.folder(),
                  features.of(run.folder()),
                  settings,
                  torch.options(),
                  bars)
              .train(Optional.ofNullable(fold));
      bars.close();
      scores.forEach(score -> lines(score).forEach(spec.commandLine().getOut()::println));
      if (fold == null) {
        bars.next(
            spec,
            "decide --data %s --run %s"
                .formatted(Bars.quoted(training.data()), Bars.quoted(run.folder().path())));
      }
    }
    return ExitCode.OK;
  }

  static List<String> lines(FrameScore score) {
    return List.of(
        score.patients() + " patients held out:",
        "AUC Present   " + text(score.aucPresent()),
        "AUC Unknown   " + text(score.aucUnknown()),
        "W.acc         " + text(score.weightedAccuracy()),
        "UAR           " + text(score.uar()),
        String.format(Locale.ROOT, "exact states  %.3f", score.exactStates()));
  }

  private static String text(Bootstrap.Interval interval) {
    return String.format(
        Locale.ROOT, "%.3f [%.3f, %.3f]", interval.estimate(), interval.low(), interval.high());
  }
}
