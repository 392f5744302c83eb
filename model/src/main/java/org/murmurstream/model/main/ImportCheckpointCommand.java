package org.murmurstream.model.main;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.m2d.checkpoint.CheckpointGeometry;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.sites.ClassifierConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur import-checkpoint}. */
@Command(
    name = "import-checkpoint",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a model bundle of the encoder in an official M2D checkpoint (a .pth file, complete,"
          + " encoder-only or fine-tuned). Python is not needed, and nothing in the file is run.",
      "",
      "The bundle's classifier is UNTRAINED: it embeds, but its verdicts mean nothing until it is"
          + " trained. The weights stay under the licence they came with; NTT's allows evaluation"
          + " only, neither commercial use nor passing them on.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur import-checkpoint m2d_vit_base-80x608p16x16-221006-mr7 --out models/m2d-base",
      "  murmur import-checkpoint my.pth --geometry 80x608p16x16 --heads 3 --out models/mine"
    })
public final class ImportCheckpointCommand implements Callable<Integer> {

  private static final long CLASSIFIER_SEED = 0;

  @Parameters(paramLabel = "FILE|FOLDER", description = "A checkpoint, or a folder with one in it.")
  private Path checkpoint;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the bundle, which must not exist yet.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model (default: that of the bundle's folder).")
  private String name;

  @Option(
      names = "--geometry",
      paramLabel = "BANDSxFRAMESpPATCH",
      description =
          "Input of the encoder, such as 80x608p16x16, with p32k behind it for 32 kHz (default:"
              + " from the name of the checkpoint's folder).")
  private String geometry;

  @Option(
      names = "--heads",
      paramLabel = "N",
      description = "Attention heads of the encoder (default: one per 64 values of width).")
  private Integer heads;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    OfficialCheckpoint imported = OfficialCheckpoint.read(checkpoint, hints());
    String called = name == null ? out.toAbsolutePath().getFileName().toString() : name;
    ModelBundle bundle = bundle(called, imported);
    bundle.save(out);
    spec.commandLine()
        .getOut()
        .printf(
            "Wrote %s %s to %s: an encoder %d wide and %d deep on %d x %d inputs, normalised by %s"
                + " statistics. Its classifier is UNTRAINED.%n",
            called,
            bundle.identity().version(),
            out,
            imported.config().width(),
            imported.config().depth(),
            imported.config().bands(),
            imported.config().frames(),
            imported.ownStatistics() ? "its own" : "AudioSet's");
    return ExitCode.OK;
  }

  private static ModelBundle bundle(String called, OfficialCheckpoint imported) throws IOException {
    ObjectNode lineage = lineage(imported);
    try {
      return UntrainedBundle.around(
          called,
          imported.encoder(),
          ClassifierConfig.standard(imported.config().embeddingWidth()),
          CLASSIFIER_SEED,
          lineage,
          card(imported));
    } catch (IllegalArgumentException e) {
      throw new UserException("no bundle can be made of this encoder: " + e.getMessage(), e);
    }
  }

  private OfficialCheckpoint.Hints hints() {
    return new OfficialCheckpoint.Hints(
        geometry == null ? null : CheckpointGeometry.parse(geometry),
        heads == null ? OptionalInt.empty() : OptionalInt.of(heads));
  }

  private static ObjectNode lineage(OfficialCheckpoint imported) throws IOException {
    return JsonNodeFactory.instance
        .objectNode()
        .put("checkpoint", imported.file().getFileName().toString())
        .put("checkpointSha256", Sha256.of(imported.file()))
        .put("statistics", imported.ownStatistics() ? "checkpoint" : "AudioSet");
  }

  private static String card(OfficialCheckpoint imported) {
    return """
    # Imported encoder

    The encoder of the M2D checkpoint `%s`, with a classifier of random weights: it embeds
    recordings, but **its verdicts mean nothing** until the classifier is trained.

    The encoder's weights stay under the licence they came with. NTT's, of the official
    checkpoints, allows internal, non-commercial evaluation only: do not pass this bundle on.
    """
        .formatted(imported.file().getFileName());
  }
}
