package org.murmurstream.stream;

import java.util.Locale;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * Counts for operators, among Kafka Streams' own metrics: group {@code stream-murmur-metrics}, what
 * is counted as the metric's name, which kind of it as the tag {@code murmur-id}. Nothing of a
 * patient is in them.
 */
final class Counts {

  private static final String SCOPE = "murmur";

  private Counts() {}

  /** Counts one more. A transaction that is done again counts again. */
  static void add(ProcessingContext context, String what, Enum<?> kind) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    context.metrics().addRateTotalSensor(SCOPE, name, what, RecordingLevel.INFO).record();
  }
}
