package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.recipe.BundleStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur bundle}. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a model bundle of what 'murmur train' and 'murmur decide' have learnt: all folds side by"
          + " side, their probabilities averaged. The bundle's MODEL_CARD.md is written from the"
          + " runs' own figures.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur bundle --run runs/dense --name heart --out models/heart-3",
      "  murmur bundle --run runs/a --run runs/b --decision runs/both --name heart --out bundles/2"
    })
public final class BundleCommand implements Callable<Integer> {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder of a finished run; may be repeated, in the order given to 'murmur decide'.")
  private List<Path> runs;

  @Option(
      names = "--decision",
      paramLabel = "DIR",
      description = "Where 'murmur decide' wrote to (default: the folder of the first run).")
  private Path decision;

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description =
          "Name of the model, the same for all its versions: up to 64 letters, digits, '.', '-',"
              + " '_'.")
  private String name;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the bundle, which must not exist yet.")
  private Path out;

  @Option(
      names = "--card-section",
      paramLabel = "FILE",
      description =
          "Markdown to go into the model card, tables of an evaluation for example; may be repeated.")
  private List<Path> sections = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    var texts = new ArrayList<String>();
    for (Path section : sections) {
      if (!Files.isRegularFile(section)) {
        throw new UserException(
            "--card-section: there is no file " + section + " to put into the card");
      }
      texts.add(Files.readString(section));
    }
    Path fitted = Optional.ofNullable(decision).orElse(runs.get(0));
    try (var bars = new Bars()) {
      ModelBundle bundle = new BundleStep(runs, fitted, name, out, texts, bars).save();
      bars.close();
      spec.commandLine()
          .getOut()
          .printf(
              "Wrote %s %s to %s: %d folds, %d network%s each.%n",
              name,
              bundle.identity().version(),
              out,
              FinishedRun.open(runs).get(0).folds().count(),
              runs.size(),
              runs.size() == 1 ? "" : "s");
      bars.next(spec, "release %s --stage staging".formatted(Bars.quoted(out)));
    }
    return ExitCode.OK;
  }
}
