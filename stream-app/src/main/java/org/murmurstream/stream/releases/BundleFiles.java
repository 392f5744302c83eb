package org.murmurstream.stream.releases;

import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.model.bundle.BundleLocation;
import org.murmurstream.model.bundle.Bundles;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.engine.TorchOptions.Processor;
import org.murmurstream.stream.inference.DeviceFailure;
import org.murmurstream.stream.inference.EarPool;
import org.murmurstream.stream.inference.StandInEar;

/** Bundles in folders that this instance can read. */
public final class BundleFiles implements BundleSource {

  private final Optional<Path> own;
  private final TorchOptions torch;
  private final int ears;
  private final DeviceFailure onDeviceFailure;
  private final Precision precision;
  private final Optional<Doubts.Policy> policy;

  /**
   * @param own folder of the configured bundle; see {@link Bundles#load} for what empty means
   * @param ears how many recordings are heard at the same time on a CPU
   * @param onDeviceFailure what happens when the GPU of the options fails on everything
   * @param policy in the place of the bundles' own; one that doubts no verdict is used as it is
   */
  public BundleFiles(
      Optional<Path> own,
      TorchOptions torch,
      int ears,
      DeviceFailure onDeviceFailure,
      Precision precision,
      Optional<Doubts.Policy> policy) {
    this.own = own;
    this.torch = torch;
    this.ears = ears;
    this.onDeviceFailure = onDeviceFailure;
    this.precision = precision;
    this.policy = policy;
  }

  @Override
  public Loaded released(Release release) {
    return loaded(ModelBundle.load(BundleLocation.parse(release.location()).folder()));
  }

  @Override
  public Loaded own() {
    return loaded(Bundles.load(own));
  }

  @Override
  public ModelIdentity ownIdentity() {
    return Bundles.identity(own);
  }

  private Loaded loaded(ModelBundle bundle) {
    Optional<Doubts.Policy> chosen = policy.filter(any -> bundle.config().doubts() != null);
    return new Loaded(bundle.identity(), () -> open(bundle, chosen));
  }

  private Ear open(ModelBundle bundle, Optional<Doubts.Policy> chosen) {
    Ear ear = EarPool.of(bundle.open(torch, precision, chosen), ears);
    boolean replaceable = onDeviceFailure == DeviceFailure.CPU && Torch.isOnGpu(torch);
    return replaceable
        ? new StandInEar(
            ear,
            () -> EarPool.of(bundle.open(torch.on(Processor.CPU), Precision.SINGLE, chosen), ears))
        : ear;
  }
}
