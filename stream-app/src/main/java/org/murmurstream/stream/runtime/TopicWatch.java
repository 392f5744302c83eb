package org.murmurstream.stream.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;

/**
 * Looks again and again whether topics are still there, and as they were. Streams wait for one that
 * was deleted, for minutes or for ever, with no word of it, and see added partitions minutes later.
 */
final class TopicWatch implements AutoCloseable {

  private final Looks looks;
  private final Supplier<Set<String>> missing;
  private final IntSupplier partitions;
  private final Consumer<RuntimeException> changed;
  private final int partitionsBefore;
  private Set<String> missedBefore = Set.of();

  private TopicWatch(
      Duration pause,
      Supplier<Set<String>> missing,
      IntSupplier partitions,
      int partitionsBefore,
      Consumer<RuntimeException> changed) {
    this.missing = missing;
    this.partitions = partitions;
    this.partitionsBefore = partitionsBefore;
    this.changed = changed;
    this.looks = Looks.every(pause, "murmur-topic-watch", this::look);
  }

  /**
   * Begins to look.
   *
   * @param pause between two looks
   * @param missing which topics the brokers do not know; what it throws means that nobody knows
   * @param partitions how many the topic of recordings has; likewise
   * @param partitionsBefore how many it had
   * @param changed is told of topics that were missing twice in a row, for a broker that has just
   *     started may not know them all, by a {@link MissingTopicsException}; and of partitions that
   *     were added, by a {@link GrownTopicException}
   */
  static TopicWatch begin(
      Duration pause,
      Supplier<Set<String>> missing,
      IntSupplier partitions,
      int partitionsBefore,
      Consumer<RuntimeException> changed) {
    return new TopicWatch(pause, missing, partitions, partitionsBefore, changed);
  }

  private void look() {
    Set<String> missed;
    try {
      missed = missing.get();
    } catch (UserException e) {
      missed = Set.of(); // no broker answers: that is another matter
    }
    var twice = new TreeSet<>(missed);
    twice.retainAll(missedBefore);
    missedBefore = missed;
    if (!twice.isEmpty()) {
      changed.accept(new MissingTopicsException(twice));
    } else if (missed.isEmpty()) {
      lookForMore();
    }
  }

  private void lookForMore() {
    int now;
    try {
      now = partitions.getAsInt();
    } catch (UserException e) {
      return; // likewise
    }
    if (now > partitionsBefore) {
      changed.accept(new GrownTopicException(partitionsBefore, now));
    }
  }

  @Override
  public void close() {
    looks.close();
  }
}
