package org.murmurstream.model.bundle;

import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.module.SimpleModule;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;

/**
 * The kinds of encoder as JSON tells them apart. M2D, the first, has no word for its kind, and must
 * not get one: bundles are named by the bytes of their configuration.
 */
public final class EncoderKinds {

  private EncoderKinds() {}

  /** For mappers that read an {@link EncoderConfig}. */
  public static Module module() {
    return new SimpleModule("encoder kinds")
        .addAbstractTypeMapping(EncoderConfig.class, M2dConfig.class);
  }
}
