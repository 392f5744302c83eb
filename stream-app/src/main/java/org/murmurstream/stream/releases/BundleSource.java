package org.murmurstream.stream.releases;

import java.util.function.Supplier;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;

/** Where model bundles are read. */
public interface BundleSource {

  /**
   * A bundle that has been read and checked.
   *
   * @param identity who it is
   * @param ear makes its ear, on the thread that will own it
   */
  record Loaded(ModelIdentity identity, Supplier<? extends Ear> ear) {}

  /**
   * Reads a released bundle.
   *
   * @throws org.murmurstream.core.UserException if it is not there, or damaged
   */
  Loaded released(Release release);

  /**
   * Reads the bundle the application was configured with.
   *
   * @throws org.murmurstream.core.UserException if it is not there, or damaged
   */
  Loaded own();

  /**
   * Who the configured bundle is.
   *
   * @throws org.murmurstream.core.UserException if it is not there, or damaged
   */
  ModelIdentity ownIdentity();
}
