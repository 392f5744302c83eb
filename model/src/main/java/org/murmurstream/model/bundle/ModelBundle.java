package org.murmurstream.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.murmurstream.model.ModelIdentity;
import org.murmurstream.model.UserException;
import org.murmurstream.model.classifier.ClassifierWeights;
import org.murmurstream.model.m2d.EncoderWeights;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * A model with all that is needed to use and to explain it: configuration, weights and card.
 *
 * <p>On disk a bundle is a folder of {@code bundle.json}, {@code encoder.safetensors}, {@code
 * classifier.safetensors}, {@code MODEL_CARD.md} and {@code SHA256SUMS}, the checksums of the other
 * four. Its digest is the SHA-256 of {@code SHA256SUMS}; {@code docs/model-bundle.md} has the
 * details. A bundle never changes: a change is another bundle.
 */
public final class ModelBundle {

  private static final String CONFIG = "bundle.json";
  private static final String ENCODER = "encoder.safetensors";
  private static final String CLASSIFIER = "classifier.safetensors";
  private static final String CARD = "MODEL_CARD.md";
  private static final String CHECKSUMS = "SHA256SUMS";

  private final BundleConfig config;
  private final Map<String, Tensor> encoderWeights;
  private final Map<String, Tensor> classifierWeights;
  private final String card;
  private final ModelIdentity identity;

  private ModelBundle(
      BundleConfig config,
      Map<String, Tensor> encoderWeights,
      Map<String, Tensor> classifierWeights,
      String card,
      ModelIdentity identity) {
    this.config = config;
    this.encoderWeights = encoderWeights;
    this.classifierWeights = classifierWeights;
    this.card = card;
    this.identity = identity;
  }

  /**
   * Puts a bundle together in memory.
   *
   * @param encoderWeights see {@link EncoderWeights#shapes}
   * @param classifierWeights see {@link ClassifierWeights#shapes}
   * @param card what people should know before they use the model, as Markdown
   * @throws IllegalArgumentException if the weights do not fit the configuration
   */
  public static ModelBundle of(
      BundleConfig config,
      Map<String, Tensor> encoderWeights,
      Map<String, Tensor> classifierWeights,
      String card) {
    List<String> complaints = complaints(config, encoderWeights, classifierWeights);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", complaints));
    }
    try {
      var sums = new TreeMap<String, String>();
      for (var file : files(config, encoderWeights, classifierWeights, card).entrySet()) {
        sums.put(file.getKey(), Checksums.of(file.getValue()));
      }
      return new ModelBundle(
          config,
          Map.copyOf(encoderWeights),
          Map.copyOf(classifierWeights),
          card,
          identity(config, new Checksums(sums)));
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
        if (!Checksums.of(folder.resolve(expected.getKey())).equals(expected.getValue())) {
          throw new UserException(
              "model bundle %s is damaged: %s is not what %s says; copy the bundle anew"
                  .formatted(folder, expected.getKey(), CHECKSUMS));
        }
      }
      Map<String, Tensor> encoder = Safetensors.read(folder.resolve(ENCODER));
      Map<String, Tensor> classifier = Safetensors.read(folder.resolve(CLASSIFIER));
      List<String> complaints = complaints(manifest.config, encoder, classifier);
      if (!complaints.isEmpty()) {
        throw new UserException(
            "model bundle %s is inconsistent: %s".formatted(folder, String.join("; ", complaints)));
      }
      return new ModelBundle(
          manifest.config,
          encoder,
          classifier,
          Files.readString(folder.resolve(CARD)),
          manifest.identity());
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
    Path target = folder.toAbsolutePath();
    Path partial =
        target.resolveSibling("." + target.getFileName() + ".partial-" + UUID.randomUUID());
    try {
      try {
        Files.createDirectories(partial);
        write(partial);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        deleteIfExists(partial);
      }
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

  /** The encoder's tensors by name. */
  public Map<String, Tensor> encoderWeights() {
    return encoderWeights;
  }

  /** The classifier's tensors by name. */
  public Map<String, Tensor> classifierWeights() {
    return classifierWeights;
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
    for (var file : files(config, encoderWeights, classifierWeights, card).entrySet()) {
      Path path = folder.resolve(file.getKey());
      try (var out = Files.newOutputStream(path)) {
        file.getValue().writeTo(out);
      }
      sums.put(file.getKey(), Checksums.of(path));
    }
    var checksums = new Checksums(sums);
    if (!checksums.digest().equals(identity.digest())) {
      throw new IOException("what was written is not bundle " + identity.version());
    }
    Files.writeString(folder.resolve(CHECKSUMS), checksums.text());
  }

  private static Map<String, Checksums.Writer> files(
      BundleConfig config,
      Map<String, Tensor> encoderWeights,
      Map<String, Tensor> classifierWeights,
      String card) {
    var files = new LinkedHashMap<String, Checksums.Writer>();
    files.put(CONFIG, out -> out.write(BundleJson.write(config)));
    files.put(ENCODER, out -> Safetensors.write(Channels.newChannel(out), encoderWeights));
    files.put(CLASSIFIER, out -> Safetensors.write(Channels.newChannel(out), classifierWeights));
    files.put(CARD, out -> out.write(card.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  private static List<String> complaints(
      BundleConfig config,
      Map<String, Tensor> encoderWeights,
      Map<String, Tensor> classifierWeights) {
    var complaints = new ArrayList<String>();
    EncoderWeights.complaints(config.encoder(), encoderWeights)
        .forEach(complaint -> complaints.add("encoder: " + complaint));
    ClassifierWeights.complaints(config.classifier(), classifierWeights)
        .forEach(complaint -> complaints.add("classifier: " + complaint));
    return complaints;
  }

  private static ModelIdentity identity(BundleConfig config, Checksums checksums) {
    String encoderDigest =
        Checksums.of(
            """
            frontEnd %s
            encoder %s
            weights %s
            """
                .formatted(
                    BundleJson.writeCompact(config.frontEnd()),
                    BundleJson.writeCompact(config.encoder()),
                    checksums.byFile().get(ENCODER)));
    return new ModelIdentity(config.name(), checksums.digest(), encoderDigest, config.trained());
  }

  private static UserException unreadable(Path folder, IOException e) {
    return new UserException("cannot read model bundle " + folder + ": " + e, e);
  }

  private static void deleteIfExists(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  /** The two small files of a bundle. */
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
      for (String file : List.of(CONFIG, ENCODER, CLASSIFIER, CARD)) {
        if (!Files.exists(folder.resolve(file)) || !checksums.byFile().containsKey(file)) {
          throw incomplete(folder, file);
        }
      }
      if (checksums.byFile().size() > 4) {
        throw new UserException(
            "model bundle %s is damaged: %s names files that do not belong to it"
                .formatted(folder, CHECKSUMS));
      }
      if (!Checksums.of(json).equals(checksums.byFile().get(CONFIG))) {
        throw new UserException(
            "model bundle %s is damaged: %s is not what %s says; copy the bundle anew"
                .formatted(folder, CONFIG, CHECKSUMS));
      }
      return new Manifest(readConfig(folder, json), checksums);
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
