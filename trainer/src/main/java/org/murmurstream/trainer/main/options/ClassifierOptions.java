package org.murmurstream.trainer.main.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.murmurstream.console.ClassNumbers;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.model.main.TorchArguments;
import org.murmurstream.trainer.encoder.FoldEncoders;
import org.murmurstream.trainer.learning.ClassifierLossConfig;
import org.murmurstream.trainer.run.JsonFiles;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;
import org.murmurstream.trainer.run.Trial;
import org.murmurstream.trainer.sites.ClassifierSettings;
import org.murmurstream.trainer.sites.EmbeddedPatients;
import org.murmurstream.trainer.sites.EmbeddingExtent;
import org.murmurstream.trainer.sites.Experiment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that train multi-site classifiers. */
public final class ClassifierOptions {

  @Mixin private DataOption data;

  @Mixin private RunOption run;

  @Option(
      names = {"--encoder-from", "--backbone"},
      required = true,
      paramLabel = "ENCODER",
      description =
          "Whose embeddings are learnt from: a model bundle, an official M2D checkpoint, the folder of"
              + " a 'murmur pretrain', the run of a 'murmur train' or 'murmur finetune' (each fold"
              + " with its own encoder, which knows none of those held out), or 'random' for an"
              + " encoder of random weights.")
  private String backbone;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where embeddings are kept for the next time (default: embeddings in the run's folder).")
  private Path cache;

  @Option(
      names = "--features",
      paramLabel = "DIR",
      description =
          "Where spectrograms are kept for the next time, as by 'murmur train' (default: nowhere)."
              + " Only windows are cut from kept spectrograms.")
  private Path features;

  @Option(
      names = "--epochs",
      defaultValue = "50",
      paramLabel = "N",
      description = "Passes over the patients, at most (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--patience",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "Stop after N epochs without a better W.acc on validation patients, of equal ones a"
              + " better UAR, of equal ones a lower loss (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Option(
      names = {"--batch-size", "--bs"},
      defaultValue = "32",
      paramLabel = "N",
      description = "Patients per step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = {"--learning-rate", "--lr"},
      defaultValue = "1e-4",
      paramLabel = "RATE",
      description =
          "Peak of the learning rate, which then falls as a cosine to 0 at the last of --epochs"
              + " (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--warmup-epochs",
      defaultValue = "3",
      paramLabel = "N",
      description = "Epochs over which the learning rate rises (default: ${DEFAULT-VALUE}).")
  private int warmupEpochs;

  @Option(
      names = "--weight-decay",
      defaultValue = "0.01",
      paramLabel = "SHARE",
      description = "Of matrices, by AdamW (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--focal-gamma",
      defaultValue = "1.5",
      paramLabel = "GAMMA",
      description =
          "Exponent of the focal loss; 0 is the cross-entropy (default: ${DEFAULT-VALUE}).")
  private double gamma;

  @Option(
      names = "--focal-on",
      defaultValue = "each_head",
      paramLabel = "WHAT",
      description =
          "What the focal loss sees: each_head, or the mean of all (default: ${DEFAULT-VALUE})."
              + " With 'mean' heads differ by their first weights only.")
  private ClassifierLossConfig.Focus focus;

  @Option(
      names = "--smoothing",
      defaultValue = "0.1",
      paramLabel = "SHARE",
      description = "Share of a label spread over all classes (default: ${DEFAULT-VALUE}).")
  private double smoothing;

  @Option(
      names = "--specaug",
      arity = "0..1",
      defaultValue = "true",
      fallbackValue = "true",
      paramLabel = "true|false",
      description =
          "Hide a band of features and a site of patients at random (default: ${DEFAULT-VALUE}).")
  private boolean specAugment;

  @Option(
      names = "--heads",
      defaultValue = "3",
      paramLabel = "N",
      description = "Output heads, whose answers are averaged (default: ${DEFAULT-VALUE}).")
  private int heads;

  @Option(
      names = "--kl-alpha",
      defaultValue = "0.3",
      paramLabel = "SHARE",
      description =
          "Share of the divergence between heads in the loss; 0 is no distillation (default:"
              + " ${DEFAULT-VALUE}).")
  private double klAlpha;

  @Option(
      names = "--class-weights",
      defaultValue = "present=5,unknown=3,absent=1",
      paramLabel = ClassNumbers.LABEL,
      description =
          "Weights of the classes in the loss, or 'inverse' for the inverse of their frequency"
              + " (default: ${DEFAULT-VALUE}, those of W.acc).")
  private String classWeights;

  @Option(
      names = "--width",
      defaultValue = "512",
      paramLabel = "N",
      description = "Width of a token, a multiple of 4 (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--layers",
      defaultValue = "4",
      paramLabel = "N",
      description = "Transformer layers (default: ${DEFAULT-VALUE}).")
  private int layers;

  @Option(
      names = "--hidden",
      defaultValue = "1024",
      paramLabel = "N",
      description = "Width of a layer's feed-forward network (default: ${DEFAULT-VALUE}).")
  private int hidden;

  @Option(
      names = "--dropout",
      defaultValue = "0.2",
      paramLabel = "SHARE",
      description =
          "Activations dropped inside the layers and before each head (default: ${DEFAULT-VALUE}).")
  private double dropout;

  @Option(
      names = {"--seed", "--seeds"},
      split = ",",
      defaultValue = "1,2,3,4,5",
      paramLabel = "N",
      description =
          "Train once with each seed, of first weights, order and what is hidden: the same seed"
              + " gives the same weights on a CPU (default: ${DEFAULT-VALUE}).")
  private List<Long> seeds;

  @Mixin private SplitOptions splitting;

  @Mixin private TorchArguments torch;

  /** The folder of the run. */
  public RunFolder run() {
    return run.folder();
  }

  /** The folder of the data set. */
  public Path data() {
    return data.folder();
  }

  /** Whose embeddings are learnt from, as it was given. */
  public String encoder() {
    return backbone;
  }

  /** The seeds to train with. */
  public List<Long> seeds() {
    return seeds;
  }

  /** How to compute. */
  public TorchArguments torch() {
    return torch;
  }

  /** The settings of a training. */
  public ClassifierSettings settings() {
    return new ClassifierSettings(
        epochs,
        patience,
        batchSize,
        learningRate,
        warmupEpochs,
        weightDecay,
        gamma,
        focus,
        smoothing,
        klAlpha,
        weights(),
        specAugment,
        new ClassifierSettings.Shape(heads, width, layers, hidden, dropout));
  }

  /** Every seed on every fold. */
  public Trial trial(Experiment experiment) {
    return Trial.of(seeds, experiment.folds(), Optional.empty());
  }

  /** Reads everything but embeddings, and begins the run's folder. */
  public Experiment prepare(EmbeddingExtent extent, ProgressWatch progress) throws IOException {
    ClassifierSettings settings = settings();
    FoldEncoders backbones = FoldEncoders.open(backbone);
    ExamSource source = CircorFolder.open(data.folder());
    List<LabelledPatient> patients = EmbeddedPatients.labels(source);
    RunFolder folder = run().create();
    SplitOptions.HeldOut heldOut = splitting.heldOut(backbones, backbone, patients);
    backbones.requireAll();
    heldOut.write(folder);
    RunRecord.of(
            torch.options().threads(),
            new RunRecord.OnSites(
                backbone,
                extent.name(),
                seeds,
                splitting.seed(),
                heldOut.splits().size(),
                patients.size(),
                JsonFiles.tree(settings)))
        .write(folder);
    var stores =
        new Experiment.Stores(
            data.folder(),
            Optional.ofNullable(cache).orElseGet(folder::embeddings),
            Optional.ofNullable(features));
    return new Experiment(
        source, backbones, extent, stores, torch.options(), patients, heldOut.splits(), progress);
  }

  /** In the order of the settings: Absent, Present, Unknown. */
  private List<Double> weights() {
    if (classWeights.equalsIgnoreCase("inverse")) {
      return List.of();
    }
    try {
      ClassNumbers weights = ClassNumbers.parse(classWeights);
      return List.of(weights.absent(), weights.present(), weights.unknown());
    } catch (IllegalArgumentException e) {
      throw new UserException(
          "--class-weights takes a number for each class, such as present=5,unknown=3,absent=1, or 'inverse'",
          e);
    }
  }
}
