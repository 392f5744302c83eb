package org.murmurstream.model.main;

import org.murmurstream.model.Ear;
import org.murmurstream.model.bundle.BundleEar;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.Precision;

/** Opens ears for modules that do not know DJL. */
public final class Ears {

  private Ears() {}

  /**
   * Starts PyTorch if need be and copies a bundle's weights to the device of the options.
   *
   * @throws org.murmurstream.model.UserException if the options demand a device there is none of
   */
  public static Ear open(ModelBundle bundle, TorchOptions options) {
    return open(bundle, options, Precision.SINGLE);
  }

  /**
   * Likewise, at another precision.
   *
   * @throws org.murmurstream.model.UserException if the options demand a device there is none of,
   *     or the device does not offer the precision
   */
  public static Ear open(ModelBundle bundle, TorchOptions options, Precision precision) {
    return BundleEar.open(bundle, Torch.start(options), precision);
  }
}
