package org.murmurstream.stream.releases;

import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.model.bundle.BundleLocation;
import org.murmurstream.model.bundle.Bundles;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;

/** Bundles in folders that this instance can read. */
public final class BundleFiles implements BundleSource {

  private final Optional<Path> own;
  private final TorchOptions torch;
  private final Precision precision;

  /**
   * @param own folder of the configured bundle; see {@link Bundles#load} for what empty means
   */
  public BundleFiles(Optional<Path> own, TorchOptions torch, Precision precision) {
    this.own = own;
    this.torch = torch;
    this.precision = precision;
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
    return new Loaded(bundle.identity(), () -> bundle.open(torch, precision));
  }
}
