package org.murmurstream.model.ear;

import ai.djl.Device;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.core.Ear;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.tensor.Tensor;

/** What stands between spectrograms and probabilities: a kind of model. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SiteTransformerConfig.class, name = "site-transformer"),
  @JsonSubTypes.Type(value = CommitteeConfig.class, name = "committee")
})
public interface ModelConfig {

  /** Finds fault with the tensors of a part. */
  @FunctionalInterface
  interface WeightsCheck {

    /** One clause for each fault; empty if there is none. */
    List<String> complaints(Map<String, Tensor> weights);
  }

  /** Its parts, each a file of weights of that name, and what finds fault with their tensors. */
  Map<String, WeightsCheck> parts();

  /** The encoders whose columns, one behind the other, embed a site; by part. */
  Map<String, EncoderConfig> encoders();

  /** The part that is an encoder and nothing else, if the model embeds by one alone. */
  Optional<String> encoderPart();

  /** Why the model cannot work behind a front end; empty if it can. */
  Optional<String> complaint(FrontEndConfig frontEnd);

  /**
   * Copies a model's weights to a device.
   *
   * @param weights the tensors of each part
   * @throws UserException if device or model does not offer the precision
   */
  Ear open(
      EarConfig ear, Map<String, Map<String, Tensor>> weights, Device device, Precision precision);
}
