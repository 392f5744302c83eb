package org.murmurstream.stream;

import java.util.Optional;
import java.util.concurrent.Future;

/** What became of work that was to be handed to the ear. */
enum Handover {
  /** It need not be handed over again. */
  DONE,

  /** Its model is being fetched; what is behind it need not wait. */
  LATER,

  /** The ear takes nothing more for now. */
  QUEUE_FULL;

  /**
   * @param taken empty if the queue is full
   */
  static Handover of(Optional<? extends Future<?>> taken) {
    return taken.isPresent() ? DONE : QUEUE_FULL;
  }
}
