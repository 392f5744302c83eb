package org.murmurstream.trainer.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.murmurstream.console.LongWork;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.main.TorchArguments;
import org.murmurstream.trainer.encoder.FoldEncoders;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.learning.FineTuningConfig.Frozen;
import org.murmurstream.trainer.learning.SpecAugment;
import org.murmurstream.trainer.main.options.DataOption;
import org.murmurstream.trainer.main.options.FeaturesOption;
import org.murmurstream.trainer.main.options.MetricsOption;
import org.murmurstream.trainer.main.options.RunOption;
import org.murmurstream.trainer.main.options.SplitOptions;
import org.murmurstream.trainer.result.Drawing;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.Pictures;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.result.TrainingCurves;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;
import org.murmurstream.trainer.run.Trial;
import org.murmurstream.trainer.segments.FineTuningCrossValidation;
import org.murmurstream.trainer.segments.FineTuningSettings;
import org.murmurstream.trainer.segments.JudgedPatient;
import org.murmurstream.trainer.segments.JudgedScore;
import org.murmurstream.trainer.segments.LabelledRecordings;
import org.murmurstream.trainer.sites.EmbeddedPatients;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur finetune}. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Fine-tunes an encoder end to end: it and a linear classifier of five-second segments learn"
          + " together from clinicians' findings, once per seed and fold. Prints how well patients"
          + " are classified who were held out. Begun again with the same --run it goes on where it"
          + " stopped.",
      "",
      "Each seed's folder, seed-S in the run's, can be the --encoder-from of 'murmur classify', which"
          + " makes model bundles; each fold's, the --encoder-from of 'murmur train'.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur finetune --data circor --encoder-from runs/pre --run runs/tuned",
      "  murmur finetune --data circor --encoder-from m2d_vit_base-80x608p16x16-220930-mr7"
          + " --split split1.csv --shared-subjects --double-softmax --seed 8,9,10,11,12 --run runs/m2d",
      "  murmur classify --data circor --encoder-from runs/tuned/seed-1 --run runs/sites"
    })
public final class FinetuneCommand implements LongWork {

  @Mixin private DataOption data;

  @Mixin private RunOption run;

  @Option(
      names = "--encoder-from",
      required = true,
      paramLabel = "ENCODER",
      description =
          "The encoder to start from: the folder of 'murmur pretrain', a model bundle, an official"
              + " M2D checkpoint, the run of a 'murmur train' or 'murmur finetune' (each fold with its"
              + " own encoder, which knows none of those held out), or 'random' for an encoder of"
              + " random weights.")
  private String encoderFrom;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description =
          "With --encoder-from random, which one: ${COMPLETION-CANDIDATES} (default: heart).",
      completionCandidates = EncoderNames.class,
      converter = EncoderNames.class)
  private PretrainCommand.Encoder encoder;

  @Mixin private FeaturesOption features;

  @Option(
      names = "--epochs",
      defaultValue = "50",
      paramLabel = "N",
      description = "Passes over the segments (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = {"--batch-size", "--bs"},
      defaultValue = "32",
      paramLabel = "N",
      description = "Segments per step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = {"--learning-rate", "--lr"},
      defaultValue = "2.5e-4",
      paramLabel = "RATE",
      description = "Peak of the learning rate (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--warmup-epochs",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Epochs over which the learning rate rises; it goes on with the cosine that all --epochs"
              + " have (default: ${DEFAULT-VALUE}).")
  private int warmupEpochs;

  @Option(
      names = {"--optimiser", "--optimizer"},
      defaultValue = "sgd",
      paramLabel = "NAME",
      description =
          "sgd, with momentum 0.9, as published; or adamw, with weight decay 1e-4 (default:"
              + " ${DEFAULT-VALUE}).")
  private FineTuningSettings.Optimiser optimiser;

  @Option(
      names = "--double-softmax",
      description =
          "Take the loss of the code published in 2024, which takes the softmax twice (default: the"
              + " ordinary cross-entropy).")
  private boolean doubleSoftmax;

  @Option(
      names = "--freeze-embed",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Leave what makes tokens of spectrograms as it is, as published (default:"
              + " ${DEFAULT-VALUE}).")
  private boolean frozenEmbedding;

  @Option(
      names = "--freeze-encoder",
      description = "Leave the whole encoder as it is: only the classifier learns.")
  private boolean frozenEncoder;

  @Option(
      names = "--mask-bands",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "SpecAugment: hide a group of fewer than N bands of each batch (default: 0, none).")
  private int maskBands;

  @Option(
      names = "--mask-frames",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "SpecAugment: hide a stretch of fewer than N frames of each batch (default: 0, none).")
  private int maskFrames;

  @Option(
      names = {"--seed", "--seeds"},
      split = ",",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Train once with each seed, of the classifier's first weights, order and what is hidden:"
              + " the same seed gives the same weights on a CPU (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Mixin private SplitOptions splitting;

  @Option(
      names = "--fold",
      paramLabel = "N",
      description = "Run this fold alone, counted from 0 (default: all).")
  private Integer fold;

  @Mixin private MetricsOption metrics;

  @Mixin private TorchArguments torch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    FineTuningSettings settings = settings();
    FoldEncoders backbones = backbones();
    ExamSource source = CircorFolder.open(data.folder());
    List<LabelledPatient> patients = EmbeddedPatients.labels(source);
    SplitOptions.HeldOut heldOut = splitting.heldOut(backbones, encoderFrom, patients);
    Trial trial = Trial.of(seeds, heldOut.splits().size(), Optional.ofNullable(fold));
    RunFolder folder = run.folder().create();
    RunRecord.of(
            torch.options().threads(),
            new RunRecord.OnSegments(
                encoderFrom,
                seeds,
                splitting.seed(),
                heldOut.splits().size(),
                patients.size(),
                JsonFiles.tree(settings)))
        .write(folder);
    for (long seed : seeds) {
      heldOut.write(folder.seed(seed).create());
    }
    try (var bars = new Bars()) {
      var training = new FineTuningCrossValidation(folder, settings, torch.options(), bars);
      var recordings = new Recordings(source, patients, bars);
      trial.run(
          backbones::of,
          (backbone, number, seed) ->
              training.run(
                  number,
                  heldOut.splits().get(number),
                  backbone,
                  recordings.through(backbone.frontEnd()),
                  seed));
      bars.close();
      FineTuningCrossValidation.Result result = training.result();
      if (fold == null) {
        training.write(result);
      }
      draw(folder);
      print(result);
      if (fold == null) {
        bars.next(
            spec,
            "classify --data %s --encoder-from %s --run DIR"
                .formatted(
                    Bars.quoted(data.folder()), Bars.quoted(folder.seed(seeds.get(0)).path())));
      }
    }
    return ExitCode.OK;
  }

  private FineTuningSettings settings() {
    try {
      Frozen frozen =
          frozenEncoder ? Frozen.ENCODER : frozenEmbedding ? Frozen.EMBEDDING : Frozen.NOTHING;
      return new FineTuningSettings(
          epochs,
          batchSize,
          learningRate,
          warmupEpochs,
          optimiser,
          doubleSoftmax,
          frozen,
          new SpecAugment(maskBands, maskFrames));
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private FoldEncoders backbones() throws IOException {
    if (encoder == null) {
      return FoldEncoders.open(encoderFrom);
    }
    if (!encoderFrom.equals(FoldEncoders.RANDOM)) {
      throw new ParameterException(
          spec.commandLine(), "--encoder goes with --encoder-from random alone");
    }
    return FoldEncoders.random(encoder.frontEnd(), encoder.config());
  }

  /** The recordings, read once for all folds whose encoders have the same front end. */
  private final class Recordings {

    private final ExamSource source;
    private final List<LabelledPatient> patients;
    private final ProgressWatch progress;
    private FrontEndConfig through;
    private LabelledRecordings read;

    Recordings(ExamSource source, List<LabelledPatient> patients, ProgressWatch progress) {
      this.source = source;
      this.patients = patients;
      this.progress = progress;
    }

    LabelledRecordings through(FrontEndConfig config) throws IOException {
      if (!config.equals(through)) {
        try (FrontEnd frontEnd = FrontEnd.open(config, torch.options())) {
          var store = new FeatureStore(features.of(run.folder()), frontEnd);
          read = LabelledRecordings.read(source, patients, store::spectrogram, progress);
          through = config;
        }
      }
      return read;
    }
  }

  private void draw(RunFolder folder) throws IOException {
    Reports.needNoScreen();
    for (long seed : seeds) {
      Path place = folder.seed(seed).path();
      String subject = "%s, seed %d".formatted(Reports.name(run.folder().path()), seed);
      Drawing.attempt(
              place, () -> new Pictures(place, subject).training(TrainingCurves.read(place)))
          .ifPresent(why -> spec.commandLine().getErr().println("murmur: " + why));
    }
  }

  private void print(FineTuningCrossValidation.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d patients held out; mean and deviation over seeds %s; all seeds together%n",
        result.together().size(),
        result.scores().keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    for (JudgedPatient.Rule rule : JudgedPatient.Rule.values()) {
      out.printf("%n%s:%n", rule.title());
      List<ScoredPatient> together =
          result.together().stream().map(judged -> judged.decided(rule)).toList();
      for (Measure measure : metrics.measures()) {
        Bootstrap.Interval interval = measure.interval(together);
        out.printf(
            Locale.ROOT,
            "%-15s %-14s  %.3f [%.3f, %.3f]%n",
            measure.title(),
            result.spread(rule, measure),
            interval.estimate(),
            interval.low(),
            interval.high());
      }
      JudgedScore.of(result.together(), rule)
          .confusion()
          .forEach(
              (decided, found) ->
                  out.printf(
                      "decided %-8s %s%n",
                      decided,
                      found.entrySet().stream()
                          .map(count -> "%s %d".formatted(count.getKey(), count.getValue()))
                          .collect(Collectors.joining(", ", "found ", ""))));
    }
  }
}
