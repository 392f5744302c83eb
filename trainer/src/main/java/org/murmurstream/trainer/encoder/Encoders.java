package org.murmurstream.trainer.encoder;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.model.bundle.EncoderKinds;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;

/** Reads encoders from every place where one can be. */
public final class Encoders {

  private static final String ENCODER = "encoder";
  private static final String POSITIONS = "positions";

  /** What only the configuration of a fine-tuning has. */
  private static final String LABELLED = "classWeights";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(EncoderKinds.module())
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private Encoders() {}

  /**
   * Reads an encoder.
   *
   * @param path the folder of a pre-training or of a fine-tuned fold or its {@code
   *     encoder.safetensors}, a model bundle, or an official checkpoint
   * @param hints what an official checkpoint does not state of itself
   * @throws UserException if it is none of them, or damaged
   */
  public static Encoder read(Path path, OfficialCheckpoint.Hints hints) throws IOException {
    if (!Files.exists(path)) {
      throw new UserException("there is no encoder at " + path);
    }
    if (BundleManifest.isIn(path)) {
      return ofBundle(path)
          .orElseThrow(
              () ->
                  new UserException(
                      "the model bundle %s has several encoders; name one with a single one"
                          .formatted(path)));
    }
    return isRun(path) ? ofRun(folder(path)) : OfficialCheckpoint.read(path, hints).encoder();
  }

  /**
   * Target encoder and decoder of an encoder's pre-training, where they are known: of official
   * checkpoints alone.
   *
   * @param path as {@link #read} takes it
   */
  public static Map<String, Tensor> companions(Path path) throws IOException {
    return BundleManifest.isIn(path) || isRun(path)
        ? Map.of()
        : OfficialCheckpoint.companions(path);
  }

  /**
   * The encoder of a model bundle; empty if it has several.
   *
   * @throws UserException if the bundle is damaged
   */
  public static Optional<Encoder> ofBundle(Path folder) {
    return ModelBundle.load(folder)
        .encoder()
        .map(encoder -> encoder.with(encoder.origin().named(name(folder))));
  }

  /**
   * The encoder of a fold that was trained on frames, without its head.
   *
   * @param folder of the fold
   */
  public static Encoder ofFold(Path folder) throws IOException {
    EncoderConfig config = config(JSON.readTree(new RunFolder(folder).config().toFile()));
    return new Encoder(
        FrontEndConfig.HEART, // 'murmur train' knows no other
        config,
        config.of(Safetensors.read(new RunFolder(folder).weights())),
        Origin.of(Origin.Kind.FOLD, name(folder)));
  }

  /**
   * The geometry of the encoder in a training's configuration.
   *
   * @param training the whole {@code config.json}
   */
  public static EncoderConfig config(JsonNode training) throws IOException {
    JsonNode geometry = training.path(ENCODER);
    if (geometry instanceof ObjectNode object && !object.has(POSITIONS)) {
      // A run from before they were a choice.
      geometry = object.deepCopy().put(POSITIONS, M2dConfig.Positions.SIN_COS.name());
    }
    return JSON.treeToValue(geometry, EncoderConfig.class);
  }

  /** Where an encoder comes from, as it stands in records of runs. */
  public static ObjectNode record(Encoder encoder) {
    ObjectNode record =
        JSON.createObjectNode()
            .put("kind", encoder.origin().kind().title())
            .put("name", encoder.origin().name())
            .put("sha256", encoder.weightsDigest());
    encoder.origin().trainedOn().ifPresent(heard -> record.set("heard", heard));
    return record;
  }

  private static boolean isRun(Path path) {
    return Files.exists(new RunFolder(folder(path)).config());
  }

  private static Path folder(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    boolean weights =
        folder != null && path.toAbsolutePath().equals(new RunFolder(folder).encoder());
    return weights ? folder : path;
  }

  private static Encoder ofRun(Path folder) throws IOException {
    Path file = new RunFolder(folder).encoder();
    if (!Files.exists(file)) {
      throw new UserException(
          "the training in %s is not finished: there is no %s; let it end first"
              .formatted(folder, file.getFileName()));
    }
    JsonNode training = JSON.readTree(new RunFolder(folder).config().toFile());
    FrontEndConfig frontEnd;
    EncoderConfig config;
    try {
      frontEnd = JSON.treeToValue(training.path("frontEnd"), FrontEndConfig.class);
      config = config(training);
    } catch (IOException e) {
      throw unknown(folder, e);
    }
    if (frontEnd == null || config == null) {
      throw unknown(folder, null);
    }
    Map<String, Tensor> weights = Safetensors.read(file);
    List<String> complaints = config.complaints(weights);
    if (!complaints.isEmpty()) {
      throw new UserException(
          "%s is not the encoder that %s tells of: %s"
              .formatted(
                  file,
                  new RunFolder(folder).config().getFileName(),
                  String.join("; ", complaints)));
    }
    Origin.Kind kind = training.has(LABELLED) ? Origin.Kind.FINE_TUNING : Origin.Kind.PRETRAINING;
    Origin origin = Origin.of(kind, name(folder));
    var run = new RunFolder(folder);
    if (Files.exists(run.record())
        && RunRecord.read(run).training() instanceof RunRecord.Pretraining pretraining) {
      origin = origin.trainedOn(JSON.valueToTree(pretraining.heard()));
    }
    return new Encoder(frontEnd, config, weights, origin);
  }

  private static UserException unknown(Path folder, Throwable cause) {
    return new UserException(
        "%s is no configuration of an encoder's training".formatted(new RunFolder(folder).config()),
        cause);
  }

  private static String name(Path path) {
    return path.toAbsolutePath().getFileName().toString();
  }
}
