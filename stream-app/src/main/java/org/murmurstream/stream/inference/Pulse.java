package org.murmurstream.stream.inference;

import java.util.concurrent.atomic.AtomicLong;

/** Tells that the inference thread gets on with its work. Written by that thread alone. */
final class Pulse {

  private final AtomicLong beats = new AtomicLong();
  private volatile boolean busy;

  /** Work begins. */
  void begin() {
    beat();
    busy = true;
  }

  /** Work goes on. */
  void beat() {
    beats.incrementAndGet();
  }

  /** There is no work. */
  void end() {
    busy = false;
  }

  /** Whether there is work. */
  boolean isBusy() {
    return busy;
  }

  /** Differs from one moment to another if there was any progress between them. */
  long beats() {
    return beats.get();
  }
}
