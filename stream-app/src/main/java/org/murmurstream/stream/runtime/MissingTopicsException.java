package org.murmurstream.stream.runtime;

import java.util.List;
import java.util.Set;

/** Topics that the application reads or writes were deleted while it ran. */
final class MissingTopicsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final List<String> topics;

  MissingTopicsException(Set<String> topics) {
    super("gone: " + String.join(", ", topics));
    this.topics = List.copyOf(topics);
  }

  /** Their names. */
  List<String> topics() {
    return topics;
  }
}
