package org.murmurstream.trainer.frames;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.encoder.Encoders;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;

/** The folder of a fold whose training by {@code murmur train} has ended. */
public final class TrainedFold {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private final RunFolder folder;
  private final ObjectNode tree;
  private final EncoderConfig encoder;
  private final Config config;

  private TrainedFold(RunFolder folder, ObjectNode tree, EncoderConfig encoder, Config config) {
    this.folder = folder;
    this.tree = tree;
    this.encoder = encoder;
    this.config = config;
  }

  /** What others need of {@code config.json}; what is not there is null. */
  private record Config(
      FrameHeadConfig head, Integer keptColumns, Start startedFrom, String networksFrom) {}

  /**
   * Where an encoder to start from came from.
   *
   * @param kind pre-training, checkpoint and the like
   * @param name of its folder or file
   * @param sha256 of its tensors
   * @param heard what it had learnt from; null if that is not known
   */
  public record Start(String kind, String name, String sha256, RunRecord.Heard heard) {

    /** Whether the patients held out in a fold are known not to be among what it learnt from. */
    public boolean excludes(int fold) {
      return heard != null && heard.excludes(fold);
    }
  }

  /**
   * Reads the configuration.
   *
   * @throws UserException if training has not ended, or the configuration is damaged
   */
  public static TrainedFold open(RunFolder folder) throws IOException {
    if (!Files.exists(folder.weights())) {
      throw new UserException(
          "the training in %s has not ended; let it end first".formatted(folder));
    }
    try {
      ObjectNode tree = JSON.readValue(folder.config().toFile(), ObjectNode.class);
      return new TrainedFold(
          folder, tree, Encoders.config(tree), JSON.treeToValue(tree, Config.class));
    } catch (JsonProcessingException e) {
      throw new UserException(
          "%s is no configuration of a fold of 'murmur train': %s"
              .formatted(folder.config(), e.getOriginalMessage()),
          e);
    }
  }

  /** Geometry of the encoder and of the head on its columns. */
  public FrameNetworkConfig network() {
    return new FrameNetworkConfig(encoder, required(config.head(), "head"));
  }

  /** What prepared the recordings it was trained on. */
  public FrontEndConfig frontEnd() throws IOException {
    return Encoders.frontEnd(tree);
  }

  /** Columns kept of a crop. */
  public int keptColumns() {
    return required(config.keptColumns(), "keptColumns");
  }

  /** The encoder that training started from, if that was not random. */
  public Optional<Start> start() {
    return Optional.ofNullable(config.startedFrom());
  }

  /** SHA-256 of the weights of the network that training went on from, if it began with one. */
  public Optional<String> networksFrom() {
    return Optional.ofNullable(config.networksFrom());
  }

  /** All that the training was made with, as it was written. */
  public JsonNode config() {
    return tree;
  }

  /** The network's tensors. */
  public Map<String, Tensor> weights() throws IOException {
    return Safetensors.read(folder.weights());
  }

  /** SHA-256 of the file of weights, in hexadecimal digits. */
  public String digest() throws IOException {
    return Sha256.of(folder.weights());
  }

  /**
   * Where the network wrote what it gives for a recording.
   *
   * @throws UserException if it has not yet
   */
  public Path outputs(String recording) {
    Path file = folder.outputs(recording);
    if (!Files.exists(file)) {
      throw new UserException(
          "the network in %s has not been given all recordings; let 'murmur train' end first"
              .formatted(folder));
    }
    return file;
  }

  private <T> T required(T value, String name) {
    if (value == null) {
      throw new UserException("%s does not tell '%s'".formatted(folder.config(), name));
    }
    return value;
  }
}
