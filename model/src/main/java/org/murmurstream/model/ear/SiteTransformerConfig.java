package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.sites.ClassifierWeights;
import org.murmurstream.model.tensor.Tensor;

/**
 * A transformer over the embeddings of sites.
 *
 * @param encoder from spectrograms to embeddings
 * @param classifier from embeddings to probabilities
 */
public record SiteTransformerConfig(EncoderConfig encoder, ClassifierConfig classifier)
    implements ModelConfig {

  /** The part that holds the encoder's weights. */
  public static final String ENCODER = "encoder";

  /** The part that holds the classifier's weights. */
  public static final String CLASSIFIER = "classifier";

  public SiteTransformerConfig {
    if (classifier.features() != encoder.embeddingWidth()) {
      throw new IllegalArgumentException(
          "encoder gives %d features, classifier takes %d"
              .formatted(encoder.embeddingWidth(), classifier.features()));
    }
  }

  @Override
  public Map<String, WeightsCheck> parts() {
    var parts = new LinkedHashMap<String, WeightsCheck>();
    parts.put(ENCODER, encoder::complaints);
    parts.put(CLASSIFIER, weights -> ClassifierWeights.complaints(classifier, weights));
    return parts;
  }

  @Override
  public Map<String, EncoderConfig> encoders() {
    return Map.of(ENCODER, encoder);
  }

  @Override
  public Optional<String> encoderPart() {
    return Optional.of(ENCODER);
  }

  @Override
  public Optional<String> complaint(FrontEndConfig frontEnd) {
    return classifier.sites().contains(AuscultationSite.MV)
        ? Optional.empty()
        : Optional.of(
            "classifier.sites must contain MV, in whose place other sites are heard if there is"
                + " none");
  }

  @Override
  public Ear open(
      EarConfig ear, Map<String, Map<String, Tensor>> weights, Device device, Precision precision) {
    return SiteTransformerEar.open(ear, this, weights, device, precision);
  }
}
