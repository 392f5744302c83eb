package org.murmurstream.model.bundle;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.ear.EarConfig;
import org.murmurstream.model.ear.ModelConfig;
import org.murmurstream.model.encoder.Encoder;
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
      return new ModelBundle(
          config, copyOf(weights), card, BundleManifest.identity(config, new Checksums(sums)));
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
    var manifest = BundleManifest.read(folder);
    try {
      for (var expected : manifest.checksums().entrySet()) {
        if (!Sha256.of(folder.resolve(expected.getKey())).equals(expected.getValue())) {
          throw BundleManifest.changed(folder, expected.getKey());
        }
      }
      var weights = new LinkedHashMap<String, Map<String, Tensor>>();
      for (String part : manifest.config().model().parts().keySet()) {
        weights.put(part, Safetensors.read(folder.resolve(part + BundleManifest.WEIGHTS)));
      }
      List<String> complaints = complaints(manifest.config(), weights);
      if (!complaints.isEmpty()) {
        throw new UserException(
            "model bundle %s is inconsistent: %s".formatted(folder, String.join("; ", complaints)));
      }
      return new ModelBundle(manifest.config(), weights, manifest.card(), manifest.identity());
    } catch (IOException e) {
      throw BundleManifest.unreadable(folder, e);
    }
  }

  /**
   * Writes this bundle into a new folder, which appears complete or not at all.
   *
   * @throws UserException if something of that name exists, or it cannot be written
   */
  public void save(Path folder) {
    requireRoom(folder);
    try {
      AtomicFiles.createFolder(folder.toAbsolutePath(), this::write);
    } catch (IOException e) {
      throw new UserException("cannot write model bundle " + folder + ": " + e, e);
    }
  }

  /**
   * Makes sure that a bundle can be written there.
   *
   * @throws UserException if something of that name exists
   */
  public static void requireRoom(Path folder) {
    if (Files.exists(folder)) {
      throw new UserException(
          "%s exists: model bundles are never overwritten; choose another name".formatted(folder));
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
    return open(options, precision, Optional.empty());
  }

  /**
   * Likewise, by another policy than the bundle's own.
   *
   * @param policy what becomes of verdicts through unfamiliar sound; empty for as the bundle says
   * @throws UserException as above, or if the bundle doubts nothing of which there could be a
   *     policy
   */
  public Ear open(TorchOptions options, Precision precision, Optional<Doubts.Policy> policy) {
    Optional<Doubts> doubts = Optional.ofNullable(config.doubts());
    if (policy.isPresent() && doubts.isEmpty()) {
      throw new UserException(
          "%s knows no doubt, so there is no policy to choose; leave the policy out"
              .formatted(config.name()));
    }
    Device device = Torch.start(options);
    return config
        .model()
        .open(
            new EarConfig(
                identity,
                config.frontEnd(),
                config.quality(),
                config.decision(),
                doubts.map(own -> policy.map(own::with).orElse(own)),
                config.limits()),
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
    Files.writeString(folder.resolve(BundleManifest.CHECKSUMS), checksums.text());
  }

  private static Map<String, Sha256.Content> files(
      BundleConfig config, Map<String, Map<String, Tensor>> weights, String card) {
    var files = new LinkedHashMap<String, Sha256.Content>();
    files.put(BundleManifest.CONFIG, out -> out.write(BundleJson.write(config)));
    weights.forEach(
        (part, tensors) ->
            files.put(
                part + BundleManifest.WEIGHTS,
                out -> Safetensors.write(Channels.newChannel(out), tensors)));
    files.put(BundleManifest.CARD, out -> out.write(card.getBytes(StandardCharsets.UTF_8)));
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

  private static Map<String, Map<String, Tensor>> copyOf(Map<String, Map<String, Tensor>> weights) {
    var copy = new LinkedHashMap<String, Map<String, Tensor>>();
    weights.forEach((part, tensors) -> copy.put(part, Map.copyOf(tensors)));
    return copy;
  }
}
