package org.murmurstream.stream.runtime;

/** Partitions were added to the topic of recordings while the application ran. */
final class GrownTopicException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GrownTopicException(int before, int now) {
    super("%d partitions instead of %d".formatted(now, before));
  }
}
