package org.murmurstream.stream.inference;

import java.time.Duration;

/** The model was given work and did not get on with it; only a restart frees its thread. */
public final class EarHangException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EarHangException(Duration still) {
    super("the model has made no progress for %d s".formatted(still.toSeconds()));
  }
}
