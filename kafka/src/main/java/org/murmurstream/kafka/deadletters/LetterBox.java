package org.murmurstream.kafka.deadletters;

import java.util.Optional;
import java.util.function.Consumer;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.TopicScan;

/** The topic of dead letters, to be read. For one thread. */
public final class LetterBox implements AutoCloseable {

  private final TopicScan scan;

  private LetterBox(TopicScan scan) {
    this.scan = scan;
  }

  /**
   * Opens it.
   *
   * @throws org.murmurstream.core.UserException if no broker answers or the topic is not there
   */
  public static LetterBox open(Connection connection, String topic) {
    return new LetterBox(TopicScan.open(connection, topic));
  }

  /**
   * Reads every letter that is there now; those of a partition in their order.
   *
   * @throws org.murmurstream.core.UserException if the brokers fall silent
   */
  public void forEach(Consumer<DeadLetter> each) {
    scan.rewind();
    scan.readToEnd(record -> each.accept(DeadLetter.of(record)));
  }

  /**
   * Reads one letter.
   *
   * @return empty if there is none
   * @throws org.murmurstream.core.UserException if the brokers fall silent
   */
  public Optional<DeadLetter> at(int partition, long offset) {
    return scan.at(partition, offset).map(DeadLetter::of);
  }

  @Override
  public void close() {
    scan.close();
  }
}
