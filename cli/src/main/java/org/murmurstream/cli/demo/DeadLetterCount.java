package org.murmurstream.cli.demo;

import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.deadletters.LetterBox;
import org.murmurstream.schemas.TopicCatalogue;

/** Counts what was set aside. */
final class DeadLetterCount {

  private DeadLetterCount() {}

  /** Every dead letter that is there, by reason. */
  static Map<String, Integer> of(Connection connection) {
    var counts = new TreeMap<String, Integer>();
    try (LetterBox letters = LetterBox.open(connection, TopicCatalogue.DEAD_LETTERS.name())) {
      letters.forEach(letter -> counts.merge(letter.reason().orElse("unknown"), 1, Integer::sum));
    }
    return counts;
  }
}
