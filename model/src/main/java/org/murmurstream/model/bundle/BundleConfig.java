package org.murmurstream.model.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.ear.ModelConfig;
import org.murmurstream.model.encoder.EncoderConfig;

/**
 * Everything about a model but its weights: the content of {@code bundle.json}.
 *
 * @param formatVersion {@link #FORMAT_VERSION}, or {@link #PLAIN_VERSION} if nothing needs more
 * @param name of the model, the same for all its versions: up to 64 letters, digits, dots, dashes
 *     and underscores
 * @param trained false if what decides is seeded at random
 * @param frontEnd from samples to spectrograms
 * @param model from spectrograms to probabilities
 * @param quality which signals are not listened to, and which with care
 * @param decision from probabilities to a verdict
 * @param doubts which verdicts are not given lightly where the sound calls for care; null if none
 *     is doubted
 * @param limits what nobody should take a verdict for, in sentences for clinicians
 * @param lineage where the weights come from, for people and for audits: any JSON object
 */
public record BundleConfig(
    int formatVersion,
    String name,
    boolean trained,
    FrontEndConfig frontEnd,
    ModelConfig model,
    QualityThresholds quality,
    DecisionRule decision,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) Doubts doubts,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.SET) List<String> limits,
    ObjectNode lineage) {

  /** The newest format, which has everything. */
  public static final int FORMAT_VERSION = 3;

  /** The format of bundles that take recordings as they are, and doubt nothing. */
  public static final int PLAIN_VERSION = 2;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public BundleConfig {
    limits = limits == null ? List.of() : List.copyOf(limits);
    boolean plain = frontEnd.level() == null && doubts == null && limits.isEmpty();
    require(
        formatVersion == (plain ? PLAIN_VERSION : FORMAT_VERSION),
        "formatVersion must be %d, or %d with 'level', 'doubts' or 'limits'; was %d"
            .formatted(PLAIN_VERSION, FORMAT_VERSION, formatVersion));
    requireName(name);
    for (EncoderConfig encoder : model.encoders().values()) {
      require(
          frontEnd.bands() == encoder.bands(),
          "frontEnd gives %d bands, encoder takes %d".formatted(frontEnd.bands(), encoder.bands()));
    }
    model
        .complaint(frontEnd)
        .ifPresent(
            complaint -> {
              throw new IllegalArgumentException(complaint);
            });
    require(
        quality.minSeconds() * frontEnd.sampleRateHz() >= frontEnd.minSamples(),
        "quality.minSeconds is shorter than the front end's first frame");
  }

  /** A bundle that doubts nothing, of the oldest format that has all it needs. */
  public static BundleConfig plain(
      String name,
      boolean trained,
      FrontEndConfig frontEnd,
      ModelConfig model,
      QualityThresholds quality,
      DecisionRule decision,
      ObjectNode lineage) {
    int version = frontEnd.level() == null ? PLAIN_VERSION : FORMAT_VERSION;
    return new BundleConfig(
        version, name, trained, frontEnd, model, quality, decision, null, List.of(), lineage);
  }

  /** Whether this program reads a format. */
  static boolean isReadable(int version) {
    return version >= PLAIN_VERSION && version <= FORMAT_VERSION;
  }

  /**
   * Makes sure that a model may be called so.
   *
   * @throws IllegalArgumentException if not
   */
  public static void requireName(String name) {
    require(
        NAME.matcher(name).matches(),
        "name must be up to 64 letters, digits, dots, dashes and underscores, was '" + name + "'");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
