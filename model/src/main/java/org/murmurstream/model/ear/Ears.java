package org.murmurstream.model.ear;

import ai.djl.Device;
import org.murmurstream.core.Ear;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

/** Opens ears for modules that do not know DJL. */
public final class Ears {

  private Ears() {}

  /**
   * Starts PyTorch if need be and copies a bundle's weights to the device of the options.
   *
   * @throws UserException if the options demand a device there is none of
   */
  public static Ear open(ModelBundle bundle, TorchOptions options) {
    return open(bundle, options, Precision.SINGLE);
  }

  /**
   * Likewise, at another precision.
   *
   * @throws UserException if the options demand a device there is none of, or device or model does
   *     not offer the precision
   */
  public static Ear open(ModelBundle bundle, TorchOptions options, Precision precision) {
    Device device = Torch.start(options);
    if (bundle.config().model() instanceof ModelConfig.Committee) {
      if (precision != Precision.SINGLE) {
        throw new UserException(
            "%s is a committee, which calculates in single precision only; choose that"
                .formatted(bundle.config().name()));
      }
      return CommitteeEar.open(bundle, device);
    }
    return SiteTransformerEar.open(bundle, device, precision);
  }
}
