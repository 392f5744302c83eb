package org.murmurstream.kafka.main;

import java.time.Instant;
import org.murmurstream.kafka.Connection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where dead letters are, and since when they count: a picocli mixin. */
final class LetterOptions {

  @Mixin private DlqOptions options;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only letters written then or later, such as 2026-12-01T00:00:00Z.")
  private Instant from = Instant.EPOCH;

  Connection connection() {
    return options.connection();
  }

  String topic() {
    return options.topic();
  }

  String recordings() {
    return options.recordings();
  }

  Instant from() {
    return from;
  }
}
