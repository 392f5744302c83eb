package org.murmurstream.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.model.encoder.EncoderDigest;

/** The small files of a bundle, which say what it is; its weights are neither read nor checked. */
public final class BundleManifest {

  static final String CONFIG = "bundle.json";
  static final String WEIGHTS = ".safetensors";
  static final String CARD = "MODEL_CARD.md";
  static final String CHECKSUMS = "SHA256SUMS";

  private final Path folder;
  private final JsonNode json;
  private final BundleConfig config;
  private final Checksums checksums;

  private BundleManifest(Path folder, JsonNode json, BundleConfig config, Checksums checksums) {
    this.folder = folder;
    this.json = json;
    this.config = config;
    this.checksums = checksums;
  }

  /** Whether a folder claims to be a bundle. */
  public static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(CONFIG));
  }

  /**
   * Reads the manifest of a bundle.
   *
   * @throws UserException if the bundle is incomplete, damaged or of another format version
   */
  public static BundleManifest read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException("there is no model bundle " + folder + ": no such folder");
    }
    try {
      requireFile(folder, CONFIG);
      byte[] bytes = Files.readAllBytes(folder.resolve(CONFIG));
      JsonNode json = readJson(folder, bytes);
      requireFile(folder, CHECKSUMS);
      Checksums checksums = readChecksums(folder);
      requireFile(folder, CONFIG, checksums);
      if (!Sha256.of(bytes).equals(checksums.byFile().get(CONFIG))) {
        throw changed(folder, CONFIG);
      }
      BundleConfig config = readConfig(folder, bytes);
      Set<String> files = new LinkedHashSet<>(List.of(CONFIG, CARD));
      config.model().parts().keySet().forEach(part -> files.add(part + WEIGHTS));
      for (String file : files) {
        requireFile(folder, file, checksums);
      }
      if (!files.containsAll(checksums.byFile().keySet())) {
        throw damaged(folder, "%s names files that do not belong to it".formatted(CHECKSUMS), null);
      }
      return new BundleManifest(folder, json, config, checksums);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** Who the bundle claims to be. */
  public ModelIdentity identity() {
    return identity(config, checksums);
  }

  static ModelIdentity identity(BundleConfig config, Checksums checksums) {
    var encoders = new EncoderDigest(config.frontEnd());
    config
        .model()
        .encoders()
        .forEach((part, encoder) -> encoders.add(encoder, checksums.byFile().get(part + WEIGHTS)));
    return new ModelIdentity(
        config.name(), checksums.digest(), encoders.digest(), config.trained());
  }

  public BundleConfig config() {
    return config;
  }

  /** The configuration as it is written. */
  public JsonNode json() {
    return json;
  }

  /** SHA-256 of each file but that of the checksums, in hexadecimal digits, by its name. */
  public SortedMap<String, String> checksums() {
    return Collections.unmodifiableSortedMap(checksums.byFile());
  }

  /**
   * What people should know before they use the model, as Markdown.
   *
   * @throws UserException if it cannot be read
   */
  public String card() {
    try {
      return Files.readString(folder.resolve(CARD));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static UserException unreadable(Path folder, IOException e) {
    return new UserException("cannot read model bundle " + folder + ": " + e, e);
  }

  /** A file is not what its checksum says. */
  static UserException changed(Path folder, String file) {
    return damaged(
        folder, "%s is not what %s says; copy the bundle anew".formatted(file, CHECKSUMS), null);
  }

  private static UserException damaged(Path folder, String how, Throwable cause) {
    return new UserException("model bundle %s is damaged: %s".formatted(folder, how), cause);
  }

  private static void requireFile(Path folder, String file) {
    if (!Files.exists(folder.resolve(file))) {
      throw incomplete(folder, file);
    }
  }

  private static void requireFile(Path folder, String file, Checksums checksums) {
    requireFile(folder, file);
    if (!checksums.byFile().containsKey(file)) {
      throw incomplete(folder, file);
    }
  }

  private static UserException incomplete(Path folder, String file) {
    return new UserException(
        "model bundle %s is incomplete: %s is missing; copy the bundle anew"
            .formatted(folder, file));
  }

  private static JsonNode readJson(Path folder, byte[] bytes) throws IOException {
    JsonNode json;
    try {
      json = BundleJson.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw damaged(folder, "%s is no JSON; copy the bundle anew".formatted(CONFIG), e);
    }
    JsonNode version = json.path("formatVersion");
    if (version.isNumber() && !BundleConfig.isReadable(version.asInt())) {
      throw new UserException(
          "model bundle %s has format version %s, this program reads %d to %d; use a program that fits"
              .formatted(folder, version, BundleConfig.PLAIN_VERSION, BundleConfig.FORMAT_VERSION));
    }
    return json;
  }

  private static Checksums readChecksums(Path folder) throws IOException {
    try {
      return Checksums.parse(Files.readString(folder.resolve(CHECKSUMS)));
    } catch (IllegalArgumentException e) {
      throw damaged(folder, CHECKSUMS + ": " + e.getMessage(), e);
    }
  }

  private static BundleConfig readConfig(Path folder, byte[] bytes) throws IOException {
    try {
      return BundleJson.read(bytes);
    } catch (JsonProcessingException e) {
      throw new UserException(
          "model bundle %s cannot be used: %s: %s"
              .formatted(folder, CONFIG, e.getOriginalMessage()),
          e);
    }
  }
}
