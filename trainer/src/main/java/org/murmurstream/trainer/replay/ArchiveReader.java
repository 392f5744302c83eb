package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.wire.ChunkReader;

/** Reads what a plan names, from Kafka into a spool. */
final class ArchiveReader {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final byte[] NOTHING = new byte[0];

  private final Consumer<byte[], byte[]> consumer;
  private final Plan plan;
  private final RecordJudge judge;
  private final Map<TopicPartition, Reading> open = new HashMap<>();

  ArchiveReader(Consumer<byte[], byte[]> consumer, Plan plan, RecordJudge judge) {
    this.consumer = consumer;
    this.plan = plan;
    this.judge = judge;
  }

  /** A partition that is not at its end. */
  private record Reading(ArchiveTopic topic, Plan.Range range) {}

  /** Told how far reading has come. */
  @FunctionalInterface
  interface Listener {

    /**
     * Some records more are in the spool.
     *
     * @param position where to go on, but for the lengths of buckets
     */
    void read(Position position) throws IOException;
  }

  /**
   * Reads to the end of the plan.
   *
   * @param position where to begin; moved along
   * @param listener told after each handful of records
   * @throws UserException if records are gone, or Kafka falls silent
   */
  void read(Position position, Spool spool, Listener listener) throws IOException {
    begin(position);
    long lastNews = System.nanoTime();
    while (!open.isEmpty()) {
      long before = offsets(position);
      for (ConsumerRecord<byte[], byte[]> record : poll()) {
        take(record, position, spool);
      }
      advance(position);
      listener.read(position);
      if (offsets(position) > before) {
        lastNews = System.nanoTime();
      } else if (System.nanoTime() - lastNews > SILENCE.toNanos()) {
        throw silent(position);
      }
    }
  }

  private void begin(Position position) {
    plan.topics()
        .forEach(
            (topic, source) -> {
              for (Plan.Range range : source.partitions()) {
                if (position.of(topic, range.partition()).next() < range.end()) {
                  open.put(
                      new TopicPartition(source.name(), range.partition()),
                      new Reading(topic, range));
                }
              }
            });
    consumer.assign(List.copyOf(open.keySet()));
    open.forEach(
        (partition, reading) ->
            consumer.seek(partition, position.of(reading.topic(), partition.partition()).next()));
  }

  private Iterable<ConsumerRecord<byte[], byte[]>> poll() {
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      TopicPartition partition = e.offsetOutOfRangePartitions().keySet().iterator().next();
      throw new UserException(
          "Topic %s, partition %d: offset %d was deleted before it was read; begin anew, in another folder."
              .formatted(
                  partition.topic(),
                  partition.partition(),
                  e.offsetOutOfRangePartitions().get(partition)),
          e);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, Position position, Spool spool)
      throws IOException {
    Reading reading = open.get(new TopicPartition(record.topic(), record.partition()));
    if (reading == null || record.offset() >= reading.range().end()) {
      return;
    }
    ArchiveTopic topic = reading.topic();
    Entry entry = judge.judge(topic, record);
    spool.add(entry, entry.isRefused() ? NOTHING : record.value());
    if (ChunkReader.isFramed(record.value())) {
      position
          .schemaIds()
          .get(topic)
          .add(ByteBuffer.wrap(record.value(), 1, Integer.BYTES).getInt());
    }
    long records = position.of(topic, record.partition()).records() + 1;
    position
        .partitions()
        .get(topic)
        .put(record.partition(), new Position.Read(record.offset() + 1, records));
  }

  /** Beyond the last record there may be offsets without one: the marks of transactions. */
  private void advance(Position position) {
    List<TopicPartition> atEnd =
        open.entrySet().stream()
            .filter(entry -> advance(entry.getKey(), entry.getValue(), position))
            .map(Map.Entry::getKey)
            .toList();
    open.keySet().removeAll(atEnd);
    consumer.pause(atEnd);
  }

  private boolean advance(TopicPartition partition, Reading reading, Position position) {
    long end = reading.range().end();
    long next = Math.min(end, consumer.position(partition));
    long records = position.of(reading.topic(), partition.partition()).records();
    position
        .partitions()
        .get(reading.topic())
        .put(partition.partition(), new Position.Read(next, records));
    return next >= end;
  }

  private static long offsets(Position position) {
    return position.partitions().values().stream()
        .flatMap(reads -> reads.values().stream())
        .mapToLong(Position.Read::next)
        .sum();
  }

  private UserException silent(Position position) {
    TopicPartition partition = open.keySet().iterator().next();
    Reading reading = open.get(partition);
    return new UserException(
        "For %d s Kafka has given nothing of topic %s, partition %d, from offset %d on, which should end at %d; the same command goes on where this one stopped."
            .formatted(
                SILENCE.toSeconds(),
                partition.topic(),
                partition.partition(),
                position.of(reading.topic(), partition.partition()).next(),
                reading.range().end()));
  }
}
