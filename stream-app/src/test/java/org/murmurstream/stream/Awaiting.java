package org.murmurstream.stream;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

final class Awaiting {

  private static final int PATIENCE_SECONDS = 30;

  private Awaiting() {}

  /** Waits for a latch, but not for ever. */
  static void done(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the latch");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
