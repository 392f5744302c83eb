package org.murmurstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;

class TopicWatchTest {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final int PARTITIONS = 6;

  private final List<String> gone = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void shouldTellOfATopicThatIsMissingTwice() {
    // When
    try (TopicWatch watch = watch("", "a b", "b")) {
      await().until(() -> !gone.isEmpty());
    }

    // Then
    assertThat(gone).first().isEqualTo("b");
  }

  @Test
  void shouldNotTellOfATopicThatIsThereAgainNorOfBrokersThatDoNotAnswer() {
    // When
    try (TopicWatch watch = watch("a", "", "a", "?", "a", "")) {
      await().until(() -> looks.get() > 20);
    }

    // Then
    assertThat(gone).isEmpty();
  }

  @Test
  void shouldTellOfPartitionsThatWereAdded() {
    // Given
    List<RuntimeException> changes = new CopyOnWriteArrayList<>();
    var partitions = new AtomicInteger(PARTITIONS);

    // When
    try (TopicWatch watch =
        TopicWatch.begin(PAUSE, Set::of, partitions::get, PARTITIONS, changes::add)) {
      partitions.set(PARTITIONS + 3);
      await().until(() -> !changes.isEmpty());
    }

    // Then
    assertThat(changes.get(0)).isInstanceOf(GrownTopicException.class).hasMessageContaining("9");
  }

  /** What each look finds, the last one again and again: topics, or "?" if no broker answers. */
  private TopicWatch watch(String... found) {
    Iterator<String> next = List.of(found).iterator();
    Supplier<Set<String>> missing =
        () -> {
          looks.incrementAndGet();
          String now = next.hasNext() ? next.next() : found[found.length - 1];
          if (now.equals("?")) {
            throw new UserException("no broker answers");
          }
          return now.isEmpty() ? Set.of() : Set.of(now.split(" ", -1));
        };
    return TopicWatch.begin(
        PAUSE,
        missing,
        () -> PARTITIONS,
        PARTITIONS,
        e -> gone.addAll(((MissingTopicsException) e).topics()));
  }
}
