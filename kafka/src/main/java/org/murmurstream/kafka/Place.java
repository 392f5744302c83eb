package org.murmurstream.kafka;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where a record lies; sorted by topic, partition and offset.
 *
 * @param topic name of the topic
 * @param partition its partition
 * @param offset its offset there
 */
public record Place(String topic, int partition, long offset) implements Comparable<Place> {

  private static final Pattern TEXT =
      Pattern.compile("([A-Za-z0-9._-]{1,249})/(\\d{1,9}):(\\d{1,18})");

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::topic)
          .thenComparingInt(Place::partition)
          .thenComparingLong(Place::offset);

  /** Where a record lies that was read. */
  public static Place of(ConsumerRecord<?, ?> record) {
    return new Place(record.topic(), record.partition(), record.offset());
  }

  /** Reads what {@link #toString} has written; empty if it is something else. */
  public static Optional<Place> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Place(
                parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code recordings/3:1045}. */
  @Override
  public String toString() {
    return "%s/%d:%d".formatted(topic, partition, offset);
  }
}
