package org.murmurstream.stream.runtime;

import java.time.Duration;

/** The clock of this machine was set back while the application ran. */
final class ClockSetBackException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration by;

  ClockSetBackException(Duration by) {
    super("the clock was set back by %d s".formatted(by.toSeconds()));
    this.by = by;
  }

  /** How much earlier it reads than it did. */
  Duration by() {
    return by;
  }
}
