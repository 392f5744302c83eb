package org.murmurstream.model.bundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.ear.ModelConfig;
import org.murmurstream.model.encoder.EncoderConfig;

/**
 * Everything about a model but its weights: the content of {@code bundle.json}.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param name of the model, the same for all its versions: up to 64 letters, digits, dots, dashes
 *     and underscores
 * @param trained false if what decides is seeded at random
 * @param frontEnd from samples to spectrograms
 * @param model from spectrograms to probabilities
 * @param quality which signals are not listened to, and which with care
 * @param decision from probabilities to a verdict
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
    ObjectNode lineage) {

  /** The format this program reads and writes. */
  public static final int FORMAT_VERSION = 2;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public BundleConfig {
    require(
        formatVersion == FORMAT_VERSION,
        "formatVersion must be " + FORMAT_VERSION + ", was " + formatVersion);
    require(
        NAME.matcher(name).matches(),
        "name must be up to 64 letters, digits, dots, dashes and underscores, was '" + name + "'");
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

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
