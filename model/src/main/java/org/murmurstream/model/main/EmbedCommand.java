package org.murmurstream.model.main;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.murmurstream.console.Progress;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.data.FolderWalk;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.Embedding;
import org.murmurstream.model.encoder.EmbeddingArchive;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.encoder.PrecisionLoss;
import org.murmurstream.model.engine.Torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code murmur embed}. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    description = {
      "Embeds recordings with a model's encoder and writes a NumPy archive; no cluster needed."
          + " Recordings are wav files of any sample rate.",
      "",
      "The archive holds, of n recordings:",
      "  files          [n] their names, relative to the folder given",
      "  seconds        [n] their durations",
      "  clip           [n, width] means over time of the frame embeddings",
      "  class_token    [n, token width] the encoder's class tokens",
      "  frames/<name>  [columns, width] the frame embeddings of one recording; frame i begins at"
          + " i * seconds / columns",
      "  bundle_name, bundle_digest, encoder_digest, bundle_trained",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all recordings were embedded",
      "1:some were not: standard error says which, and why",
      "2:wrong usage, or none could be embedded"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur embed training_data/ --bundle models/heart --out heart.npz",
      "  python3 -c \"import numpy; print(numpy.load('heart.npz')['clip'].shape)\""
    })
public final class EmbedCommand implements Callable<Integer> {

  private static final long UNTRAINED_SEED = 0;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|FOLDER",
      description = "WAV files, and folders that are searched for them.")
  private List<Path> inputs;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Model bundle to take the encoder of (default: a tiny untrained one).")
  private Path bundleFolder;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.npz",
      description = "Archive to write; an existing one is replaced once the new one is complete.")
  private Path out;

  @Option(
      names = "--precision",
      defaultValue = "single",
      paramLabel = "PRECISION",
      description =
          "How exactly to calculate: single, in 32-bit floating point, or half, in 16-bit, on a GPU"
              + " only. By how much the embeddings then differ is measured and printed (default:"
              + " ${DEFAULT-VALUE}).")
  private Precision precision;

  /** What --precision half was called before. */
  @Option(names = "--half", hidden = true, description = "As --precision half.")
  private boolean half;

  @Mixin private TorchArguments torch;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<String, Path> recordings = recordings();
    ModelBundle bundle = bundle();
    List<String> failures = new ArrayList<>();
    AtomicFiles.replace(
        out,
        partial -> {
          failures.addAll(embed(recordings, bundle, partial));
          failures.forEach(failure -> spec.commandLine().getErr().println("murmur: " + failure));
          if (failures.size() == recordings.size()) {
            throw new UserException("no recording could be embedded, so nothing was written");
          }
        });
    spec.commandLine()
        .getOut()
        .printf(
            "Wrote %d of %d recordings to %s, embedded by %s %s.%n",
            recordings.size() - failures.size(),
            recordings.size(),
            out,
            bundle.config().name(),
            bundle.identity().version());
    return failures.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ModelBundle bundle() {
    if (bundleFolder != null) {
      return ModelBundle.load(bundleFolder);
    }
    spec.commandLine()
        .getErr()
        .println("murmur: no --bundle: embedding with the UNTRAINED encoder of random weights");
    return UntrainedBundle.create(UNTRAINED_SEED);
  }

  /** The files by their names in the archive, sorted. */
  private Map<String, Path> recordings() throws IOException {
    var recordings = new TreeMap<String, Path>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        for (Path file : FolderWalk.files(input, Integer.MAX_VALUE)) {
          if (FolderWalk.isWav(file)) {
            add(recordings, input.relativize(file), file);
          }
        }
      } else {
        add(recordings, input.getFileName(), input);
      }
    }
    if (recordings.isEmpty()) {
      throw new UserException("there are no WAV files in " + inputs);
    }
    return recordings;
  }

  private static void add(Map<String, Path> recordings, Path relative, Path file) {
    String name = relative.toString().replace('\\', '/').replaceFirst("(?i)\\.wav$", "");
    Path other = recordings.put(name, file);
    if (other != null && !other.equals(file)) {
      throw new UserException(
          "%s and %s would both be named '%s'; embed them apart".formatted(other, file, name));
    }
  }

  /** Embeds what can be; says what is wrong with the others. */
  private List<String> embed(Map<String, Path> recordings, ModelBundle bundle, Path file)
      throws IOException {
    var failures = new ArrayList<String>();
    try (EncoderRunner encoder = encoder(bundle);
        var archive = new EmbeddingArchive(file, bundle.identity());
        Progress progress = Progress.of("Embedding", recordings.size())) {
      for (var recording : recordings.entrySet()) {
        try {
          Pcm pcm = WavFile.read(recording.getValue());
          archive.add(recording.getKey(), pcm.seconds(), embed(encoder, recording.getValue(), pcm));
        } catch (UserException e) {
          failures.add(e.getMessage());
        }
        progress.step();
      }
    }
    return failures;
  }

  private EncoderRunner encoder(ModelBundle bundle) {
    Device device = Torch.start(torch.options());
    if (precision == Precision.SINGLE && !half) {
      return new EncoderRunner(encoderOf(bundle), device);
    }
    EncoderRunner runner = EncoderRunner.open(encoderOf(bundle), device, Precision.HALF);
    spec.commandLine()
        .getErr()
        .println(
            "murmur: embeddings in half precision differ from those in single precision "
                + PrecisionLoss.of(runner, runner.encoder(), device));
    return runner;
  }

  private static Encoder encoderOf(ModelBundle bundle) {
    return bundle
        .encoder()
        .orElseThrow(
            () ->
                new UserException(
                    "%s is a committee, which has no one encoder; choose a bundle of kind site-transformer"
                        .formatted(bundle.config().name())));
  }

  private static Embedding embed(EncoderRunner encoder, Path file, Pcm pcm) {
    try {
      return encoder.embed(List.of(pcm)).get(0);
    } catch (UserException e) {
      throw new UserException(file + ": " + e.getMessage(), e);
    }
  }
}
