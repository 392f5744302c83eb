package org.murmurstream.trainer.main;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.murmurstream.console.LongWork;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.main.TorchArguments;
import org.murmurstream.trainer.committee.FittedDecision;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.main.options.DecisionOptions;
import org.murmurstream.trainer.main.options.FeaturesOption;
import org.murmurstream.trainer.main.options.FrameTrainingOptions;
import org.murmurstream.trainer.main.options.ReleaseOptions;
import org.murmurstream.trainer.recipe.BundleStep;
import org.murmurstream.trainer.recipe.DecideStep;
import org.murmurstream.trainer.recipe.Recipe;
import org.murmurstream.trainer.recipe.ReleaseStep;
import org.murmurstream.trainer.recipe.Step;
import org.murmurstream.trainer.recipe.TrainStep;
import org.murmurstream.trainer.releases.BundleFolder;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur learn}. */
@Command(
    name = "learn",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a model of a folder of recordings in one go: trains, decides, makes the bundle, and"
          + " releases it if asked to, as 'murmur train', 'murmur decide', 'murmur bundle' and"
          + " 'murmur release' do. Begun again it leaves alone what is finished and goes on where it"
          + " stopped.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur learn --data circor --out models/heart-3 --name heart",
      "  murmur learn --data circor --out models/heart-3 --name heart --release staging"
    })
public final class LearnCommand implements LongWork {

  private static final Path RUNS = Path.of("runs");

  /** Of the learning rate, where trained networks go on. */
  private static final double FURTHER_SHARE = 0.48;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the bundle, which is written last.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "Name of the model, the same for all its versions: up to 64 letters, digits, '.', '-',"
              + " '_' (default: that of the bundle's folder).")
  private String name;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Where everything about this run is kept (default: the name of the bundle's folder in"
              + " runs).")
  private Path run;

  @Mixin private FeaturesOption features;

  @Mixin private FrameTrainingOptions training;

  @Option(
      names = "--folds",
      defaultValue = "5",
      paramLabel = "N",
      description =
          "Number of folds, each of which gives a member of the committee (default:"
              + " ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--further-epochs",
      defaultValue = "16",
      paramLabel = "N",
      description =
          "Passes in which trained networks go on to learn, at about half the rate, from recordings as"
              + " other circumstances would have left them; 0 for none (default: ${DEFAULT-VALUE}).")
  private int furtherEpochs;

  @Mixin private DecisionOptions decision;

  @Option(
      names = "--release",
      paramLabel = "STAGE",
      description = "Release the bundle to production or staging (default: it is not released).")
  private ReleaseCommand.Stage stage;

  @Mixin private ReleaseOptions release;

  @Mixin private TorchArguments torch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Reports.needNoScreen();
    String folderName = out.toAbsolutePath().normalize().getFileName().toString();
    var folder = new RunFolder(Optional.ofNullable(run).orElseGet(() -> RUNS.resolve(folderName)));
    try (var bars = new Bars()) {
      List<Step> steps = steps(folder, Optional.ofNullable(name).orElse(folderName), bars);
      new Recipe(
              steps,
              line -> {
                bars.close();
                spec.commandLine().getErr().println(line);
              })
          .run();
    }
    print(folder);
    try (var bars = new Bars()) {
      bars.next(spec, next());
    }
    return ExitCode.OK;
  }

  private List<Step> steps(RunFolder folder, String model, Bars bars) {
    Path store = features.of(folder);
    List<Path> runs = List.of(folder.path());
    List<Step> steps = new ArrayList<>();
    RunFolder first = furtherEpochs > 0 ? folder.first() : folder;
    steps.add(new TrainStep(training.data(), first, store, settings(), torch.options(), bars));
    if (furtherEpochs > 0) {
      steps.add(
          new TrainStep(
              training.data(), folder, store, furtherSettings(first), torch.options(), bars));
    }
    steps.add(
        new DecideStep(
            training.data(),
            runs,
            folder,
            store,
            decision.rule(),
            decision.doubts(),
            OptionalInt.empty(),
            decision.draws(),
            Workers.of(torch.options().threads()),
            bars,
            this::complain));
    steps.add(new BundleStep(runs, folder.path(), model, out, List.of(), bars));
    if (stage != null) {
      steps.add(new ReleaseStep(out, release.releaser(released(), this::complain)));
    }
    return steps;
  }

  private FrameSettings settings() {
    return settings(training.epochs(), training.learningRate(), 0, Optional.empty());
  }

  /** On from there, on distorted recordings as well. */
  private FrameSettings furtherSettings(RunFolder first) {
    return settings(
        furtherEpochs,
        FURTHER_SHARE * training.learningRate(),
        FrameSettings.DISTORTED_SHARE,
        Optional.of(first.path()));
  }

  private FrameSettings settings(
      int epochs, double learningRate, double distortedShare, Optional<Path> networks) {
    return new FrameSettings(
        M2dConfig.HEART.positions(),
        M2dConfig.HEART.patchFrames(),
        epochs,
        training.batchSize(),
        learningRate,
        training.seed(),
        folds,
        training.foldsFile(),
        Optional.empty(),
        false,
        distortedShare,
        networks);
  }

  private Release.Stage released() {
    if (stage == ReleaseCommand.Stage.RETIRED) {
      throw new ParameterException(
          spec.commandLine(), "--release takes production or staging; nothing is learnt to retire");
    }
    return stage.published();
  }

  private String next() {
    if (stage == ReleaseCommand.Stage.PRODUCTION) {
      return "models list";
    }
    return "release %s --stage %s"
        .formatted(Bars.quoted(out), stage == null ? "staging" : "production");
  }

  private void print(RunFolder folder) throws IOException {
    PrintWriter lines = spec.commandLine().getOut();
    FittedDecision.read(folder.path()).record().lines().forEach(lines::println);
    ModelIdentity model = BundleFolder.open(out).identity();
    lines.printf("%s %s is in %s%n", model.name(), model.version(), out);
    if (stage != null) {
      lines.printf("Released to %s%n", stage.name().toLowerCase(Locale.ROOT));
    }
  }

  private void complain(String sentence) {
    Reports.complain(spec, sentence);
  }
}
