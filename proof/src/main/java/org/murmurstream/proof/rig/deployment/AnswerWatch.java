package org.murmurstream.proof.rig.deployment;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.murmurstream.kafka.Connection;

/** Sees committed answers come, and when. */
public final class AnswerWatch implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  /** What was committed before a fault is seen no later than this. */
  private static final Duration SLACK = Duration.ofMillis(250);

  private record Seen(int partition, long nanos) {}

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<Seen> answers = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::watch, "answer-watch");
  private volatile boolean closed;

  private AnswerWatch(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    thread.setDaemon(true);
  }

  /** Watches a topic from its beginning. */
  public static AnswerWatch start(Connection connection, String topic) {
    return start(connection, topic, KafkaConsumer::seekToBeginning);
  }

  /** Watches a topic for what is written to it from now on. */
  public static AnswerWatch ofNew(Connection connection, String topic) {
    return start(
        connection,
        topic,
        (consumer, partitions) -> {
          consumer.seekToEnd(partitions);
          partitions.forEach(consumer::position); // the end that is now
        });
  }

  private static AnswerWatch start(
      Connection connection,
      String topic,
      BiConsumer<KafkaConsumer<byte[], byte[]>, List<TopicPartition>> beginning) {
    Map<String, Object> config = new HashMap<>(connection.kafka());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
    var consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(at -> new TopicPartition(topic, at.partition()))
            .toList();
    consumer.assign(partitions);
    beginning.accept(consumer, partitions);
    AnswerWatch watch = new AnswerWatch(consumer);
    watch.thread.start();
    return watch;
  }

  /** Answers so far. */
  public int count() {
    return answers.size();
  }

  /** When the answer of this number came, counted from 1, by {@link System#nanoTime()}. */
  public long moment(int number) {
    return answers.get(number - 1).nanos();
  }

  /** Waits for so many; returns whether they have come. */
  public boolean await(int count, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (answers.size() < count && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    return answers.size() >= count;
  }

  /**
   * How long after a moment every partition that was answered in afterwards had an answer again.
   *
   * @param nanos the moment, by {@link System#nanoTime()}
   * @return nothing if no answer came afterwards
   */
  public Optional<Duration> recovery(long nanos) {
    Map<Integer, Long> first = new HashMap<>();
    for (Seen answer : answers) {
      if (answer.nanos() - nanos > SLACK.toNanos()) {
        first.putIfAbsent(answer.partition(), answer.nanos() - nanos);
      }
    }
    return first.values().stream().max(Long::compare).map(Duration::ofNanos);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try (consumer) {
      while (!closed) {
        try {
          consumer
              .poll(POLL)
              .forEach(record -> answers.add(new Seen(record.partition(), System.nanoTime())));
        } catch (KafkaException e) {
          Thread.onSpinWait(); // a broker that is away is what this waits for
        }
      }
    }
  }
}
