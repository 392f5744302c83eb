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
  private static final String FRONT_END = "frontEnd";
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
   * @param fold its folder
   */
  public static Encoder ofFold(RunFolder fold) throws IOException {
    JsonNode training = JSON.readTree(fold.config().toFile());
    EncoderConfig config = config(training);
    return new Encoder(
        frontEnd(training),
        config,
        config.of(Safetensors.read(fold.weights())),
        Origin.of(Origin.Kind.FOLD, name(fold.path())));
  }

  /**
   * What a training's recordings were prepared by; runs from before it was written had no level.
   */
  public static FrontEndConfig frontEnd(JsonNode training) throws IOException {
    return training.has(FRONT_END)
        ? JSON.treeToValue(training.get(FRONT_END), FrontEndConfig.class)
        : FrontEndConfig.HEART;
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
    return Files.exists(folder(path).config());
  }

  /** The folder that is named, or that of the weights that are named. */
  private static RunFolder folder(Path path) {
    Path absolute = path.toAbsolutePath();
    if (absolute.getParent() == null) {
      return new RunFolder(path);
    }
    var around = new RunFolder(absolute.getParent());
    return absolute.equals(around.encoder()) ? around : new RunFolder(path);
  }

  private static Encoder ofRun(RunFolder run) throws IOException {
    Path file = run.encoder();
    if (!Files.exists(file)) {
      throw new UserException(
          "the training in %s is not finished: there is no %s; let it end first"
              .formatted(run, file.getFileName()));
    }
    JsonNode training = JSON.readTree(run.config().toFile());
    FrontEndConfig frontEnd;
    EncoderConfig config;
    try {
      frontEnd = JSON.treeToValue(training.path("frontEnd"), FrontEndConfig.class);
      config = config(training);
    } catch (IOException e) {
      throw unknown(run, e);
    }
    if (frontEnd == null || config == null) {
      throw unknown(run, null);
    }
    Map<String, Tensor> weights = Safetensors.read(file);
    List<String> complaints = config.complaints(weights);
    if (!complaints.isEmpty()) {
      throw new UserException(
          "%s is not the encoder that %s tells of: %s"
              .formatted(file, run.config().getFileName(), String.join("; ", complaints)));
    }
    Origin.Kind kind = training.has(LABELLED) ? Origin.Kind.FINE_TUNING : Origin.Kind.PRETRAINING;
    Origin origin = Origin.of(kind, name(run.path()));
    if (Files.exists(run.record())
        && RunRecord.read(run).training() instanceof RunRecord.Pretraining pretraining) {
      origin = origin.trainedOn(JSON.valueToTree(pretraining.heard()));
    }
    return new Encoder(frontEnd, config, weights, origin);
  }

  private static UserException unknown(RunFolder run, Throwable cause) {
    return new UserException(
        "%s is no configuration of an encoder's training".formatted(run.config()), cause);
  }

  private static String name(Path path) {
    return path.toAbsolutePath().getFileName().toString();
  }
}
