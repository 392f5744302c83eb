package org.murmurstream.trainer.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.encoder.m2d.EncoderWeights;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * An encoder that has learnt before, to start from.
 *
 * @param frontEnd what it hears through
 * @param encoder its geometry
 * @param weights its tensors, as {@link EncoderWeights#shapes} names them
 * @param companions target encoder and decoder of its pre-training, where they are known
 * @param origin where it comes from, for people and for {@code config.json}
 */
public record PretrainedEncoder(
    FrontEndConfig frontEnd,
    EncoderConfig encoder,
    Map<String, Tensor> weights,
    Map<String, Tensor> companions,
    ObjectNode origin) {

  /** The file of weights in the folder of a pre-training. */
  public static final String WEIGHTS = "encoder.safetensors";

  /** The configuration beside it. */
  public static final String CONFIG = "config.json";

  /** What the pre-training heard, beside it. */
  public static final String RUN = "run.json";

  private static final String KIND = "kind";
  private static final String FINE_TUNING = "fine-tuning";

  /** What only the configuration of a fine-tuning has. */
  private static final String LABELLED = "classWeights";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUNDLE = "bundle.json";

  /** Whether it is known to have learnt from labels. */
  public boolean labelled() {
    return origin.path(KIND).asText().equals(FINE_TUNING);
  }

  /**
   * Reads an encoder.
   *
   * @param path the folder of a pre-training or of a fine-tuned fold or its {@value #WEIGHTS}, a
   *     model bundle, or an official checkpoint
   * @param hints what an official checkpoint does not state of itself
   * @throws UserException if it is none of them, or damaged
   */
  public static PretrainedEncoder read(Path path, OfficialCheckpoint.Hints hints)
      throws IOException {
    if (!Files.exists(path)) {
      throw new UserException("there is no encoder at " + path);
    }
    if (Files.exists(path.resolve(BUNDLE))) {
      return ofBundle(path);
    }
    boolean weights = path.getFileName().toString().equals(WEIGHTS);
    Path folder = weights ? path.toAbsolutePath().getParent() : path;
    return Files.exists(folder.resolve(CONFIG)) ? ofRun(folder) : ofCheckpoint(path, hints);
  }

  private static PretrainedEncoder ofRun(Path folder) throws IOException {
    Path file = folder.resolve(WEIGHTS);
    if (!Files.exists(file)) {
      throw new UserException(
          "the training in %s is not finished: there is no %s; let it end first"
              .formatted(folder, WEIGHTS));
    }
    JsonNode config = JSON.readTree(folder.resolve(CONFIG).toFile());
    FrontEndConfig frontEnd;
    EncoderConfig encoder;
    try {
      frontEnd = JSON.treeToValue(config.path("frontEnd"), FrontEndConfig.class);
      encoder = JSON.treeToValue(config.path("encoder"), EncoderConfig.class);
    } catch (IOException e) {
      throw new UserException(
          "%s is no configuration of an encoder's training".formatted(folder.resolve(CONFIG)), e);
    }
    if (frontEnd == null || encoder == null) {
      throw new UserException(
          "%s is no configuration of an encoder's training".formatted(folder.resolve(CONFIG)));
    }
    Map<String, Tensor> weights = Safetensors.read(file);
    List<String> complaints = EncoderWeights.complaints(encoder, weights);
    if (!complaints.isEmpty()) {
      throw new UserException(
          "%s is not the encoder that %s tells of: %s"
              .formatted(file, CONFIG, String.join("; ", complaints)));
    }
    String kind = config.has(LABELLED) ? FINE_TUNING : "pre-training";
    ObjectNode origin = origin(kind, folder, weights);
    Path run = folder.resolve(RUN);
    if (Files.exists(run)) {
      origin.set("heard", JSON.readTree(run.toFile()).path("heard"));
    }
    return new PretrainedEncoder(frontEnd, encoder, weights, Map.of(), origin);
  }

  private static PretrainedEncoder ofBundle(Path folder) {
    ModelBundle bundle = ModelBundle.load(folder);
    if (!(bundle.config().model() instanceof ModelConfig.SiteTransformer model)) {
      throw new UserException(
          "the model bundle %s has several encoders; name one with a single one".formatted(folder));
    }
    Map<String, Tensor> weights = bundle.weights(ModelConfig.SiteTransformer.ENCODER);
    return new PretrainedEncoder(
        bundle.config().frontEnd(),
        model.encoder(),
        weights,
        Map.of(),
        origin("bundle", folder, weights));
  }

  private static PretrainedEncoder ofCheckpoint(Path path, OfficialCheckpoint.Hints hints)
      throws IOException {
    OfficialCheckpoint checkpoint = OfficialCheckpoint.read(path, hints);
    return new PretrainedEncoder(
        checkpoint.frontEnd(),
        checkpoint.encoder(),
        checkpoint.weights(),
        checkpoint.companions(),
        origin("checkpoint", checkpoint.file(), checkpoint.weights()));
  }

  private static ObjectNode origin(String kind, Path path, Map<String, Tensor> weights) {
    return JSON.createObjectNode()
        .put(KIND, kind)
        .put("name", path.toAbsolutePath().getFileName().toString())
        .put("sha256", sha256(weights));
  }

  /** Of the encoder's tensors as a safetensors file. */
  private static String sha256(Map<String, Tensor> weights) {
    try {
      return Sha256.of(sink -> Safetensors.write(Channels.newChannel(sink), weights));
    } catch (IOException e) {
      throw new UncheckedIOException("a digest needs no disk", e);
    }
  }
}
