package org.murmurstream.core;

import java.time.Instant;
import java.util.Map;

/**
 * That a model may be used, and for what.
 *
 * @param name of the model
 * @param version of the bundle, the beginning of its digest
 * @param digest of the bundle, 64 lower-case hexadecimal digits
 * @param location where applications find the bundle, as a URI
 * @param stage what it is released for
 * @param metrics figures of its validation by name
 * @param releasedAt when, in whole milliseconds
 */
public record Release(
    String name,
    String version,
    String digest,
    String location,
    Stage stage,
    Map<String, Double> metrics,
    Instant releasedAt) {

  /** What a model is released for. */
  public enum Stage {
    /** Hears new exams. */
    PRODUCTION,

    /** May be looked at. */
    STAGING,

    /** Is not to be used any more. */
    RETIRED,

    /** Nothing that this version knows. */
    UNSPECIFIED
  }

  public Release {
    metrics = Map.copyOf(metrics);
  }

  /** The same bundle, released once more. */
  public Release again(String location, Stage stage, Instant releasedAt) {
    return new Release(name, version, digest, location, stage, metrics, releasedAt);
  }

  /** Name, at sign, version: one release of them has one stage at a time. */
  public String key() {
    return name + "@" + version;
  }
}
