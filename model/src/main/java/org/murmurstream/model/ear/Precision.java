package org.murmurstream.model.ear;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.encoder.m2d.M2dEncoder;

/**
 * How exactly an encoder calculates. Both give nearly, not exactly, the same embeddings, under the
 * same digest: archives of embeddings are to be made at one precision. {@link PrecisionLoss}
 * measures the difference.
 */
public enum Precision {
  /** 32-bit floating point. */
  SINGLE(DataType.FLOAT32),
  /** 16-bit floating point: half the memory and faster, on GPUs only. */
  HALF(DataType.FLOAT16);

  private final DataType type;

  Precision(DataType type) {
    this.type = type;
  }

  /**
   * Copies the weights of a bundle's encoder to a device.
   *
   * @throws UserException if half precision is demanded of a device that is no GPU, or the bundle's
   *     model is no transformer over the embeddings of sites
   */
  public M2dEncoder encoder(ModelBundle bundle, Device device) {
    if (this == HALF && !device.isGpu()) {
      throw new UserException(
          "half precision needs a GPU, this model runs on the CPU: choose single precision");
    }
    BundleConfig config = bundle.config();
    if (!(config.model() instanceof ModelConfig.SiteTransformer model)) {
      throw new UserException(
          "%s is a committee, which has no one encoder; choose a bundle of kind site-transformer"
              .formatted(config.name()));
    }
    return new M2dEncoder(
        config.frontEnd(),
        model.encoder(),
        bundle.weights(ModelConfig.SiteTransformer.ENCODER),
        device,
        type);
  }
}
