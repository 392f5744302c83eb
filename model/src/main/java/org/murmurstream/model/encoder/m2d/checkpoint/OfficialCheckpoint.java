package org.murmurstream.model.encoder.m2d.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Normalisation;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/**
 * An encoder taken from an official M2D checkpoint: pre-training checkpoints, encoder-only ones and
 * those of fine-tuned or wrapped models. The weights stay under the licence they came with.
 *
 * @param file where it was read
 * @param config geometry of the encoder
 * @param encoder the encoder, behind the front end it was trained behind
 * @param ownStatistics whether the checkpoint carries its normalisation; if not, those of AudioSet
 *     are taken
 */
public record OfficialCheckpoint(
    Path file, M2dConfig config, Encoder encoder, boolean ownStatistics) {

  private static final String STATISTICS = "norm_stats";
  private static final List<String> PREFIXES = List.of("module.ar.runtime.backbone.", "backbone.");
  private static final Set<String> IGNORED =
      Set.of("mask_token", "decoder_pos_embed", "logit_scale");
  private static final List<String> IGNORED_PREFIXES =
      List.of(
          "decoder_embed.",
          "decoder_blocks.",
          "decoder_norm.",
          "decoder_pred.",
          "target_blocks.",
          "target_norm.",
          "offline_predictor.",
          "audio_proj.",
          "text_proj.",
          "head.",
          "module.head.",
          "module.ar.runtime.to_spec.");
  private static final List<String> COMPANIONS = List.of("target_", "decoder_", "mask_token");
  private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\..*");
  private static final int HEAD_WIDTH = 64;
  private static final double LAYER_NORM_EPS = 1e-6;
  private static final int COMPLAINTS_SHOWN = 12;

  /**
   * What a user states of a checkpoint that its file does not.
   *
   * @param geometry input of the encoder, or null to read it from the folder's name
   * @param heads attention heads; empty for one per 64 values of width
   */
  public record Hints(CheckpointGeometry geometry, OptionalInt heads) {

    public static final Hints NONE = new Hints(null, OptionalInt.empty());
  }

  /**
   * Reads an encoder.
   *
   * @param path a checkpoint, or a folder with exactly one in it
   * @throws UserException if there is none, or it does not hold a complete encoder: every tensor
   *     that is missing, unknown or of another shape is named
   */
  public static OfficialCheckpoint read(Path path, Hints hints) throws IOException {
    Path file = checkpointFile(path);
    try (var checkpoint = TorchCheckpoint.open(file)) {
      Map<String, String> names = encoderNames(checkpoint.tensors().keySet());
      M2dConfig config = config(file, checkpoint, names, hints);
      Map<String, Tensor> weights = weights(file, checkpoint, names, config);
      FrontEndConfig frontEnd = frontEnd(geometry(file, hints));
      if (names.containsKey(STATISTICS)) {
        frontEnd = frontEnd.withNormalisation(statistics(file, checkpoint, names));
      }
      Path name = file.toAbsolutePath().getFileName();
      var origin = Origin.of(Origin.Kind.CHECKPOINT, name.toString());
      return new OfficialCheckpoint(
          file,
          config,
          new Encoder(frontEnd, config, weights, origin),
          names.containsKey(STATISTICS));
    }
  }

  /**
   * What else of pre-training the checkpoint holds: target encoder and decoder, under their
   * official names. Empty if it is of an encoder alone.
   *
   * @param path as {@link #read} takes it
   */
  public static Map<String, Tensor> companions(Path path) throws IOException {
    var companions = new TreeMap<String, Tensor>();
    try (var checkpoint = TorchCheckpoint.open(checkpointFile(path))) {
      for (String name : checkpoint.tensors().keySet()) {
        if (COMPANIONS.stream().anyMatch(name::startsWith)) {
          companions.put(name.replace("_blocks.layers.", "_blocks."), checkpoint.read(name));
        }
      }
    }
    return companions;
  }

  private static Path checkpointFile(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      if (!Files.isRegularFile(path)) {
        throw new UserException("there is no checkpoint at " + path);
      }
      return path;
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().endsWith(".pth"))
              .sorted(Comparator.naturalOrder())
              .toList();
      if (found.size() != 1) {
        throw new UserException(
            found.isEmpty()
                ? "there is no checkpoint (*.pth) in " + path
                : "there are several checkpoints in %s; name one of %s"
                    .formatted(path, found.stream().map(Path::getFileName).toList()));
      }
      return found.get(0);
    }
  }

  /** Name in the encoder to name in the file, for all tensors that matter. */
  private static Map<String, String> encoderNames(Set<String> stored) {
    String prefix =
        PREFIXES.stream()
            .filter(p -> stored.stream().anyMatch(name -> name.startsWith(p)))
            .findFirst()
            .orElse("");
    var names = new TreeMap<String, String>();
    for (String name : stored) {
      String stripped = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
      if (!IGNORED.contains(stripped)
          && IGNORED_PREFIXES.stream().noneMatch(stripped::startsWith)) {
        names.put(stripped, name);
      }
    }
    return names;
  }

  private static M2dConfig config(
      Path file, TorchCheckpoint checkpoint, Map<String, String> names, Hints hints) {
    CheckpointGeometry geometry = geometry(file, hints);
    int width = dimension(file, checkpoint, names, "cls_token", 2);
    int hidden = dimension(file, checkpoint, names, "blocks.0.mlp.fc1.weight", 0);
    if (hints.heads().isEmpty() && width % HEAD_WIDTH != 0) {
      throw new UserException(
          "%s: the encoder is %d wide, which is not a multiple of %d; state its number of attention heads"
              .formatted(file, width, HEAD_WIDTH));
    }
    try {
      return new M2dConfig(
          geometry.bands(),
          geometry.frames(),
          geometry.patchBands(),
          geometry.patchFrames(),
          width,
          depth(names.keySet()),
          hints.heads().orElse(width / HEAD_WIDTH),
          hidden / width,
          LAYER_NORM_EPS);
    } catch (IllegalArgumentException e) {
      throw new UserException(file + " holds no encoder that can be built: " + e.getMessage(), e);
    }
  }

  private static int depth(Set<String> names) {
    return 1
        + names.stream()
            .map(BLOCK::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .max()
            .orElse(-1);
  }

  private static int dimension(
      Path file, TorchCheckpoint checkpoint, Map<String, String> names, String name, int index) {
    StoredTensor tensor =
        names.containsKey(name) ? checkpoint.tensors().get(names.get(name)) : null;
    if (tensor == null || tensor.shape().size() <= index || tensor.shape().get(index) > 1 << 20) {
      throw new UserException(
          "%s holds no M2D encoder: its tensor %s is missing or misshapen".formatted(file, name));
    }
    return tensor.shape().get(index).intValue();
  }

  private static Map<String, Tensor> weights(
      Path file, TorchCheckpoint checkpoint, Map<String, String> names, M2dConfig config)
      throws IOException {
    var found = new LinkedHashMap<String, long[]>();
    names.forEach(
        (name, stored) -> {
          if (!name.equals(STATISTICS)) {
            found.put(
                name,
                checkpoint.tensors().get(stored).shape().stream()
                    .mapToLong(Long::longValue)
                    .toArray());
          }
        });
    refuse(file, TensorCheck.shapeComplaints(config.shapes(), found));
    var weights = new LinkedHashMap<String, Tensor>();
    for (String name : config.shapes().keySet()) {
      weights.put(name, checkpoint.read(names.get(name)));
    }
    refuse(file, config.complaints(weights));
    return weights;
  }

  private static void refuse(Path file, List<String> complaints) {
    if (!complaints.isEmpty()) {
      String more =
          complaints.size() > COMPLAINTS_SHOWN
              ? " and %d more".formatted(complaints.size() - COMPLAINTS_SHOWN)
              : "";
      throw new UserException(
          "%s holds no complete M2D encoder: %s%s"
              .formatted(
                  file,
                  String.join("; ", complaints.stream().limit(COMPLAINTS_SHOWN).toList()),
                  more));
    }
  }

  private static CheckpointGeometry geometry(Path file, Hints hints) {
    if (hints.geometry() != null) {
      return hints.geometry();
    }
    Path folder = file.toAbsolutePath().getParent();
    String name =
        folder == null || folder.getFileName() == null ? "" : folder.getFileName().toString();
    return CheckpointGeometry.ofFolder(name)
        .orElseThrow(
            () ->
                new UserException(
                    "the folder '%s' is not named after its encoder's input (as in m2d_vit_base-80x608p16x16-221006-mr7); state the geometry"
                        .formatted(name)));
  }

  private static FrontEndConfig frontEnd(CheckpointGeometry geometry) {
    FrontEndConfig official =
        geometry.sampleRateHz() == FrontEndConfig.M2D_32K.sampleRateHz()
            ? FrontEndConfig.M2D_32K
            : FrontEndConfig.M2D_16K;
    return official.withBands(geometry.bands());
  }

  private static Normalisation statistics(
      Path file, TorchCheckpoint checkpoint, Map<String, String> names) throws IOException {
    Tensor statistics = checkpoint.read(names.get(STATISTICS));
    try {
      return Normalisation.dataset(statistics.data()[0], statistics.data()[1]);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new UserException(file + " has unusable statistics (norm_stats)", e);
    }
  }
}
