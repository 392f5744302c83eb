package org.murmurstream.model.bundle;

import ai.djl.Device;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.ear.EarConfig;
import org.murmurstream.model.ear.ModelConfig;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderDigest;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * A model with all that is needed to use and to explain it: configuration, weights and card.
 *
 * <p>On disk a bundle is a folder of {@code bundle.json}, a {@code .safetensors} for each of the
 * {@linkplain ModelConfig#parts parts} of its model, {@code MODEL_CARD.md} and {@code SHA256SUMS},
 * the checksums of all others. Its digest is the SHA-256 of {@code SHA256SUMS}; {@code
 * docs/model-bundle.md} has the details. A bundle never changes: a change is another bundle.
 */
public final class ModelBundle {

  private static final String CONFIG = "bundle.json";
  private static final String WEIGHTS = ".safetensors";
  private static final String CARD = "MODEL_CARD.md";
  private static final String CHECKSUMS = "SHA256SUMS";

  private final BundleConfig config;
  private final Map<String, Map<String, Tensor>> weights;
  private final String card;
  private final ModelIdentity identity;

  private ModelBundle(
      BundleConfig config,
      Map<String, Map<String, Tensor>> weights,
      String card,
      ModelIdentity identity) {
    this.config = config;
    this.weights = weights;
    this.card = card;
    this.identity = identity;
  }

  /**
   * Puts a bundle together in memory.
   *
   * @param weights the tensors of each part of the model by their names
   * @param card what people should know before they use the model, as Markdown
   * @throws IllegalArgumentException if the weights do not fit the configuration
   */
  public static ModelBundle of(
      BundleConfig config, Map<String, Map<String, Tensor>> weights, String card) {
    List<String> complaints = complaints(config, weights);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", complaints));
    }
    try {
      var sums = new TreeMap<String, String>();
      for (var file : files(config, weights, card).entrySet()) {
        sums.put(file.getKey(), Sha256.of(file.getValue()));
      }
      return new ModelBundle(config, copyOf(weights), card, identity(config, new Checksums(sums)));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to nowhere cannot fail", e);
    }
  }

  /**
   * Reads a bundle and checks every byte of it.
   *
   * @throws UserException if it is incomplete, damaged, inconsistent or of another format version
   */
  public static ModelBundle load(Path folder) {
    try {
      Manifest manifest = Manifest.read(folder);
      for (var expected : manifest.checksums.byFile().entrySet()) {
        if (!Sha256.of(folder.resolve(expected.getKey())).equals(expected.getValue())) {
          throw new UserException(
              "model bundle %s is damaged: %s is not what %s says; copy the bundle anew"
                  .formatted(folder, expected.getKey(), CHECKSUMS));
        }
      }
      var weights = new LinkedHashMap<String, Map<String, Tensor>>();
      for (String part : manifest.config.model().parts().keySet()) {
        weights.put(part, Safetensors.read(folder.resolve(part + WEIGHTS)));
      }
      List<String> complaints = complaints(manifest.config, weights);
      if (!complaints.isEmpty()) {
        throw new UserException(
            "model bundle %s is inconsistent: %s".formatted(folder, String.join("; ", complaints)));
      }
      return new ModelBundle(
          manifest.config, weights, Files.readString(folder.resolve(CARD)), manifest.identity());
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Says who a bundle claims to be, from its two small files alone. The weights are neither read
   * nor checked.
   *
   * @throws UserException if it is incomplete, damaged or of another format version
   */
  public static ModelIdentity identity(Path folder) {
    try {
      return Manifest.read(folder).identity();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Writes this bundle into a new folder, which appears complete or not at all.
   *
   * @throws UserException if something of that name exists, or it cannot be written
   */
  public void save(Path folder) {
    if (Files.exists(folder)) {
      throw new UserException(
          "%s exists: model bundles are never overwritten; choose another name".formatted(folder));
    }
    try {
      AtomicFiles.createFolder(folder.toAbsolutePath(), this::write);
    } catch (IOException e) {
      throw new UserException("cannot write model bundle " + folder + ": " + e, e);
    }
  }

  public ModelIdentity identity() {
    return identity;
  }

  public BundleConfig config() {
    return config;
  }

  /**
   * The tensors of a part of the model by their names.
   *
   * @throws IllegalArgumentException if the model has no such part
   */
  public Map<String, Tensor> weights(String part) {
    Map<String, Tensor> tensors = weights.get(part);
    if (tensors == null) {
      throw new IllegalArgumentException("the model has no part named " + part);
    }
    return tensors;
  }

  /** The encoder, if the model embeds by one alone. */
  public Optional<Encoder> encoder() {
    return config
        .model()
        .encoderPart()
        .map(
            part ->
                new Encoder(
                    config.frontEnd(),
                    config.model().encoders().get(part),
                    weights(part),
                    new Origin(
                        Origin.Kind.BUNDLE,
                        config.name(),
                        "model bundle " + config.name() + " " + identity.version(),
                        Optional.empty())));
  }

  /**
   * Starts PyTorch if need be and copies the weights to the device of the options, to calculate in
   * single precision.
   *
   * @throws UserException if the options demand a device there is none of
   */
  public Ear open(TorchOptions options) {
    return open(options, Precision.SINGLE);
  }

  /**
   * Likewise, at another precision.
   *
   * @throws UserException if the options demand a device there is none of, or device or model does
   *     not offer the precision
   */
  public Ear open(TorchOptions options, Precision precision) {
    Device device = Torch.start(options);
    return config
        .model()
        .open(
            new EarConfig(identity, config.frontEnd(), config.quality(), config.decision()),
            weights,
            device,
            precision);
  }

  /** What people should know before they use the model, as Markdown. */
  public String card() {
    return card;
  }

  @Override
  public String toString() {
    return "ModelBundle[" + config.name() + " " + identity.version() + "]";
  }

  private void write(Path folder) throws IOException {
    var sums = new TreeMap<String, String>();
    for (var file : files(config, weights, card).entrySet()) {
      Path path = folder.resolve(file.getKey());
      try (var out = Files.newOutputStream(path)) {
        file.getValue().writeTo(out);
      }
      sums.put(file.getKey(), Sha256.of(path));
    }
    var checksums = new Checksums(sums);
    if (!checksums.digest().equals(identity.digest())) {
      throw new IOException("what was written is not bundle " + identity.version());
    }
    Files.writeString(folder.resolve(CHECKSUMS), checksums.text());
  }

  private static Map<String, Sha256.Content> files(
      BundleConfig config, Map<String, Map<String, Tensor>> weights, String card) {
    var files = new LinkedHashMap<String, Sha256.Content>();
    files.put(CONFIG, out -> out.write(BundleJson.write(config)));
    weights.forEach(
        (part, tensors) ->
            files.put(part + WEIGHTS, out -> Safetensors.write(Channels.newChannel(out), tensors)));
    files.put(CARD, out -> out.write(card.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  private static List<String> complaints(
      BundleConfig config, Map<String, Map<String, Tensor>> weights) {
    var complaints = new ArrayList<String>();
    Map<String, ModelConfig.WeightsCheck> parts = config.model().parts();
    parts.forEach(
        (part, check) -> {
          if (weights.containsKey(part)) {
            check
                .complaints(weights.get(part))
                .forEach(complaint -> complaints.add(part + ": " + complaint));
          } else {
            complaints.add(part + " is missing");
          }
        });
    weights.keySet().stream()
        .filter(part -> !parts.containsKey(part))
        .sorted()
        .forEach(part -> complaints.add(part + " is unknown"));
    return complaints;
  }

  private static ModelIdentity identity(BundleConfig config, Checksums checksums) {
    var encoders = new EncoderDigest(config.frontEnd());
    config
        .model()
        .encoders()
        .forEach((part, encoder) -> encoders.add(encoder, checksums.byFile().get(part + WEIGHTS)));
    return new ModelIdentity(
        config.name(), checksums.digest(), encoders.digest(), config.trained());
  }

  private static Map<String, Map<String, Tensor>> copyOf(Map<String, Map<String, Tensor>> weights) {
    var copy = new LinkedHashMap<String, Map<String, Tensor>>();
    weights.forEach((part, tensors) -> copy.put(part, Map.copyOf(tensors)));
    return copy;
  }

  private static UserException unreadable(Path folder, IOException e) {
    return new UserException("cannot read model bundle " + folder + ": " + e, e);
  }

  /** The two small files of a bundle that say what it is. */
  private record Manifest(BundleConfig config, Checksums checksums) {

    static Manifest read(Path folder) throws IOException {
      if (!Files.isDirectory(folder)) {
        throw new UserException("there is no model bundle " + folder + ": no such folder");
      }
      Path configFile = folder.resolve(CONFIG);
      if (!Files.exists(configFile)) {
        throw incomplete(folder, CONFIG);
      }
      byte[] json = Files.readAllBytes(configFile);
      refuseOtherFormat(folder, json);
      if (!Files.exists(folder.resolve(CHECKSUMS))) {
        throw incomplete(folder, CHECKSUMS);
      }
      Checksums checksums = readChecksums(folder);
      requireFile(folder, CONFIG, checksums);
      if (!Sha256.of(json).equals(checksums.byFile().get(CONFIG))) {
        throw new UserException(
            "model bundle %s is damaged: %s is not what %s says; copy the bundle anew"
                .formatted(folder, CONFIG, CHECKSUMS));
      }
      BundleConfig config = readConfig(folder, json);
      var files = new LinkedHashSet<>(List.of(CONFIG, CARD));
      config.model().parts().keySet().forEach(part -> files.add(part + WEIGHTS));
      for (String file : files) {
        requireFile(folder, file, checksums);
      }
      if (!files.containsAll(checksums.byFile().keySet())) {
        throw new UserException(
            "model bundle %s is damaged: %s names files that do not belong to it"
                .formatted(folder, CHECKSUMS));
      }
      return new Manifest(config, checksums);
    }

    private static void requireFile(Path folder, String file, Checksums checksums) {
      if (!Files.exists(folder.resolve(file)) || !checksums.byFile().containsKey(file)) {
        throw incomplete(folder, file);
      }
    }

    ModelIdentity identity() {
      return ModelBundle.identity(config, checksums);
    }

    private static void refuseOtherFormat(Path folder, byte[] json) throws IOException {
      JsonNode version;
      try {
        version = BundleJson.readTree(json).path("formatVersion");
      } catch (JsonProcessingException e) {
        throw new UserException(
            "model bundle %s is damaged: %s is no JSON; copy the bundle anew"
                .formatted(folder, CONFIG),
            e);
      }
      if (version.isNumber() && version.asInt() != BundleConfig.FORMAT_VERSION) {
        throw new UserException(
            "model bundle %s has format version %s, this program reads %d; use a program that fits"
                .formatted(folder, version, BundleConfig.FORMAT_VERSION));
      }
    }

    private static Checksums readChecksums(Path folder) throws IOException {
      try {
        return Checksums.parse(Files.readString(folder.resolve(CHECKSUMS)));
      } catch (IllegalArgumentException e) {
        throw new UserException(
            "model bundle %s is damaged: %s: %s".formatted(folder, CHECKSUMS, e.getMessage()), e);
      }
    }

    private static BundleConfig readConfig(Path folder, byte[] json) throws IOException {
      try {
        return BundleJson.read(json);
      } catch (JsonProcessingException e) {
        throw new UserException(
            "model bundle %s cannot be used: %s: %s"
                .formatted(folder, CONFIG, e.getOriginalMessage()),
            e);
      }
    }

    private static UserException incomplete(Path folder, String file) {
      return new UserException(
          "model bundle %s is incomplete: %s is missing; copy the bundle anew"
              .formatted(folder, file));
    }
  }
}
