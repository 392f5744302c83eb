package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.murmurstream.console.LongWork;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.CheckpointGeometry;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.main.TorchArguments;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.main.options.FeaturesOption;
import org.murmurstream.trainer.main.options.RunOption;
import org.murmurstream.trainer.pretrain.Known;
import org.murmurstream.trainer.pretrain.PretrainingRun;
import org.murmurstream.trainer.pretrain.PretrainingSettings;
import org.murmurstream.trainer.pretrain.SoundArchive;
import org.murmurstream.trainer.run.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur pretrain}. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    description = {
      "Pre-trains an M2D encoder on recordings without labels: it learns to predict what a slower"
          + " copy of itself makes of the masked parts of a spectrogram. Begun again with the same"
          + " --run it goes on where it stopped.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur pretrain --data circor --run runs/pre --steps 20000",
      "  murmur train --data circor --run runs/tuned --encoder-from runs/pre",
      "  murmur pretrain --data circor --run runs/further --encoder-from m2d_vit_base-80x608p16x16-221006-mr7 --epochs 600"
    })
public final class PretrainCommand implements LongWork {

  private static final int LEAST_ITEMS_PER_EPOCH = 10_000;
  private static final double SECONDS_PER_HOUR = 3600;
  private static final Normalisation NONE = Normalisation.dataset(0, 1);

  /** The encoders that can be begun afresh. */
  enum Encoder {
    HEART,
    HEART_PATCHES,
    TINY_C,
    TINY_A,
    VIT_BASE;

    FrontEndConfig frontEnd() {
      return switch (this) {
        case HEART, HEART_PATCHES -> FrontEndConfig.HEART_LEVEL;
        case TINY_C, TINY_A, VIT_BASE -> FrontEndConfig.M2D_16K;
      };
    }

    M2dConfig config() {
      return switch (this) {
        case HEART -> M2dConfig.HEART;
        case HEART_PATCHES -> M2dConfig.HEART_PATCHES;
        case TINY_C -> M2dConfig.TINY_C;
        case TINY_A -> M2dConfig.TINY_A;
        case VIT_BASE -> M2dConfig.VIT_BASE;
      };
    }
  }

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Recordings: every wav file in DIR and the folders below. May be given several times.")
  private List<Path> data;

  @Mixin private RunOption run;

  @Mixin private FeaturesOption features;

  @Option(
      names = "--encoder",
      paramLabel = "NAME",
      description =
          "The encoder to begin: ${COMPLETION-CANDIDATES} (default: heart-patches). The"
              + " convolutions of heart let masked frames be seen by their neighbours.",
      completionCandidates = EncoderNames.class,
      converter = EncoderNames.class)
  private Encoder encoder;

  @Option(
      names = {"--encoder-from", "--from"},
      paramLabel = "ENCODER",
      description =
          "Train this encoder further: a pre-training's folder, a model bundle or an official"
              + " checkpoint (.pth). Its front end is kept, statistics included.")
  private Path from;

  @Option(
      names = "--geometry",
      paramLabel = "BANDSxFRAMESpPATCH",
      description =
          "Input of an official checkpoint's encoder, if its folder is not named after it.")
  private String geometry;

  @Option(
      names = "--heads",
      paramLabel = "N",
      description =
          "Attention heads of an official checkpoint's encoder (default: one per 64 values).")
  private Integer heads;

  @Option(
      names = "--positions",
      paramLabel = "KIND",
      description =
          "How the encoder knows where a token stands: ${COMPLETION-CANDIDATES} (default: ROTARY for"
              + " heart, SIN_COS for M2D's, or as --encoder-from).")
  private M2dConfig.Positions positions;

  @Option(
      names = "--crop-seconds",
      paramLabel = "S",
      description = "Length of crops (default: the encoder's, 5.12 s for heart, 6.08 s for M2D).")
  private Double cropSeconds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Optimiser steps. Give these or --epochs.")
  private Integer steps;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "The same in passes over the recordings, a short list of which is repeated until it has"
              + " 10000.")
  private Integer epochs;

  @Option(
      names = {"--batch-size", "--bs"},
      defaultValue = "64",
      paramLabel = "N",
      description = "Crops per step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = {"--learning-rate", "--lr"},
      paramLabel = "RATE",
      description =
          "Peak of the learning rate (default: 0.0005; vit-base 0.0003 for each 256 crops of a"
              + " batch).")
  private Double learningRate;

  @Option(
      names = "--mask-ratio",
      defaultValue = "0.7",
      paramLabel = "SHARE",
      description = "Share of a crop's patches that are masked (default: ${DEFAULT-VALUE}).")
  private double maskRatio;

  @Option(
      names = "--first-decay",
      paramLabel = "SHARE",
      description = "What remains of the target at the first step (default: 1 - 15 / steps).")
  private Double firstDecay;

  @Option(
      names = "--last-decay",
      paramLabel = "SHARE",
      description = "What remains of the target at the last step (default: 1 - 3 / steps).")
  private Double lastDecay;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Of first weights, order, crops and masks: the same seed gives the same weights on a CPU"
              + " (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--folds-file",
      paramLabel = "FILE",
      description =
          "Folds (patient_id,fold) for --exclude-fold; a file is <patient_id>_<site>.wav.")
  private Path foldsFile;

  @Option(
      names = "--exclude-fold",
      paramLabel = "N",
      description = "Do not hear the patients that are held out in this fold.")
  private Integer excludedFold;

  @Option(
      names = "--report-every",
      defaultValue = "100",
      paramLabel = "STEPS",
      description =
          "Steps from one line of steps.csv, and checkpoint, to the next (default: ${DEFAULT-VALUE}).")
  private int stepsPerReport;

  @Mixin private TorchArguments torch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (var bars = new Bars()) {
      pretrain(bars);
    }
    return ExitCode.OK;
  }

  private void pretrain(Bars bars) throws IOException {
    requireOne(steps, epochs, "--steps", "--epochs");
    if (encoder != null && from != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--encoder begins an encoder, --encoder-from goes on with one: give either");
    }
    if ((foldsFile == null) != (excludedFold == null)) {
      throw new ParameterException(
          spec.commandLine(), "--exclude-fold and --folds-file go together");
    }
    Optional<Known> given = from == null ? Optional.empty() : Optional.of(known());
    Encoder fresh = encoder == null ? Encoder.HEART_PATCHES : encoder;
    FrontEndConfig frontEnd =
        given.map(known -> known.encoder().frontEnd()).orElseGet(fresh::frontEnd);
    M2dConfig shape =
        shape(
            given.map(known -> M2dConfig.of(known.encoder().config())).orElseGet(fresh::config),
            frontEnd);

    List<Path> all = SoundArchive.find(data);
    List<Path> heard = heard(all);
    boolean common = frontEnd.normalisation().centring() == Normalisation.Centring.DATASET;
    SoundArchive archive = read(heard, common ? frontEnd.withNormalisation(NONE) : frontEnd, bars);
    if (common) {
      Normalisation statistics =
          given.isPresent() ? frontEnd.normalisation() : archive.statistics();
      archive.normalise(statistics);
      frontEnd = frontEnd.withNormalisation(statistics);
    }
    var settings =
        new PretrainingSettings(
            steps(heard.size()),
            batchSize,
            optional(learningRate),
            maskRatio,
            optional(firstDecay),
            optional(lastDecay));
    var pretraining =
        new PretrainingRun(
            run.folder(),
            settings.config(frontEnd, shape),
            given,
            seed,
            stepsPerReport,
            torch.options(),
            bars);
    pretraining.train(archive);
    record(all.size(), heard.size(), archive.frames() * frontEnd.frameSeconds());
    spec.commandLine()
        .getOut()
        .printf(
            "Pre-trained on %d recordings; the encoder is %s%n",
            heard.size(), run.folder().encoder());
    bars.next(
        spec,
        "train --data DIR --encoder-from %s --run DIR".formatted(Bars.quoted(run.folder().path())));
  }

  private void requireOne(Object one, Object other, String name, String otherName) {
    if ((one == null) == (other == null)) {
      throw new ParameterException(
          spec.commandLine(), "give either %s or %s".formatted(name, otherName));
    }
  }

  private Known known() throws IOException {
    return new Known(Encoders.read(from, hints()), Encoders.companions(from));
  }

  private OfficialCheckpoint.Hints hints() {
    return new OfficialCheckpoint.Hints(
        geometry == null ? null : CheckpointGeometry.parse(geometry),
        heads == null ? OptionalInt.empty() : OptionalInt.of(heads));
  }

  private M2dConfig shape(M2dConfig config, FrontEndConfig frontEnd) {
    try {
      M2dConfig placed = positions == null ? config : config.with(positions);
      return cropSeconds == null
          ? placed
          : placed.withFrames((int) Math.round(cropSeconds / frontEnd.frameSeconds()));
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private List<Path> heard(List<Path> all) throws IOException {
    if (excludedFold == null) {
      return all;
    }
    Folds folds = Folds.read(foldsFile);
    List<Path> heard =
        all.stream()
            .filter(file -> !folds.holdsOut(SoundArchive.patientId(file), excludedFold))
            .toList();
    if (heard.isEmpty() || heard.size() == all.size()) {
      throw new UserException(
          "of %d recordings, %d are of patients held out in fold %d of %s; is it their file of folds?"
              .formatted(all.size(), all.size() - heard.size(), excludedFold, foldsFile));
    }
    return heard;
  }

  private SoundArchive read(List<Path> files, FrontEndConfig config, Bars bars) throws IOException {
    Path store = features.of(run.folder());
    try (var frontEnd = FrontEnd.open(config, torch.options())) {
      return SoundArchive.read(files, new FeatureStore(store, frontEnd), bars);
    }
  }

  private int steps(int recordings) {
    if (steps != null) {
      return steps;
    }
    long items = recordings * (((long) LEAST_ITEMS_PER_EPOCH + recordings - 1) / recordings);
    return Math.toIntExact(Math.max(1, epochs * items / batchSize));
  }

  /** What was heard, for whoever uses the encoder to judge patients. */
  private void record(int all, int heard, double seconds) throws IOException {
    boolean excluding = excludedFold != null;
    RunRecord.of(
            torch.options().threads(),
            new RunRecord.Pretraining(
                new RunRecord.Heard(
                    heard,
                    seconds / SECONDS_PER_HOUR,
                    "none",
                    excluding ? all - heard : null,
                    excludedFold,
                    excluding ? foldsFile.getFileName().toString() : null)))
        .write(run.folder());
  }

  private static OptionalDouble optional(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
