package org.murmurstream.kafka.deadletters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.TopicScan;

/**
 * Sends refused records again: to the partition that they came from, with the key, the value, the
 * headers and the time that they had, and {@link LetterHeaders#REPLAY_OF}. That header is all the
 * book that is kept: a record that is in the topic with it is not sent again, whoever asks and
 * however the last replay ended.
 */
public final class LetterReplay {

  /** Larger than any record that a broker takes by default, even unpacked. */
  private static final int LARGEST = 64 * 1024 * 1024;

  private final Connection connection;
  private final String recordings;
  private final String deadLetters;

  /**
   * @param recordings name of the topic that records are sent to
   * @param deadLetters name of the topic that they are found by
   */
  public LetterReplay(Connection connection, String recordings, String deadLetters) {
    this.connection = connection;
    this.recordings = recordings;
    this.deadLetters = deadLetters;
  }

  /**
   * Which letters.
   *
   * @param reasons by name
   * @param from written at this time or later
   * @param again also letters of records that had been sent again and were refused again
   * @param limit no more than so many
   */
  public record Choice(Set<String> reasons, Instant from, boolean again, int limit) {

    public Choice {
      reasons = Set.copyOf(reasons);
    }
  }

  /**
   * What became of the letters that were chosen.
   *
   * @param sent records sent again, or that would have been
   * @param before records that had been sent again before
   * @param refused letters of records that were refused again, left alone
   * @param gone cut letters of records that are deleted
   * @param homeless letters that do not say where their record lay
   */
  public record Result(int sent, int before, int refused, int gone, int homeless) {}

  /**
   * Replays.
   *
   * @param dryRun only says what it would do
   * @throws org.murmurstream.core.UserException if brokers do not answer, a topic is missing, or a
   *     record is refused
   */
  public Result run(Choice choice, boolean dryRun) {
    try (LetterBox letters = LetterBox.open(connection, deadLetters);
        TopicScan records = TopicScan.open(connection, recordings)) {
      var chosen = new Chosen();
      letters.forEach(letter -> chosen.consider(letter, choice));
      if (chosen.letters.isEmpty()) {
        return chosen.result(0, 0, 0);
      }
      Map<Integer, Long> first = chosen.firstOffsets();
      records.seek(first);
      Set<Place> before = new HashSet<>();
      records.readToEnd(record -> replayed(record).ifPresent(before::add));
      int all = chosen.letters.size();
      chosen.letters.keySet().removeAll(before);
      int leftBefore = all - chosen.letters.size();
      chosen.limit(choice.limit());
      records.seek(first);
      return send(chosen, records, letters, leftBefore, dryRun);
    }
  }

  private Result send(
      Chosen chosen, TopicScan records, LetterBox letters, int before, boolean dryRun) {
    int gone = 0;
    try (Outlet outlet = new Outlet(dryRun)) {
      NavigableMap<Place, Place> open = new TreeMap<>(chosen.letters);
      records.readToEnd(
          record -> {
            if (open.remove(Place.of(record)) != null) {
              outlet.send(record);
            }
          });
      for (Map.Entry<Place, Place> left : open.entrySet()) {
        DeadLetter letter =
            letters.at(left.getValue().partition(), left.getValue().offset()).orElseThrow();
        if (letter.isCut()) {
          gone++;
        } else {
          outlet.send(left.getKey(), letter);
        }
      }
      return chosen.result(outlet.flush(), before, gone);
    }
  }

  private static Optional<Place> replayed(ConsumerRecord<byte[], byte[]> record) {
    return LetterHeaders.text(record.headers(), LetterHeaders.REPLAY_OF).flatMap(Place::parse);
  }

  /** The letters that were chosen, by where their records lay. */
  private final class Chosen {

    private final NavigableMap<Place, Place> letters = new TreeMap<>();
    private int refused;
    private int homeless;

    void consider(DeadLetter letter, Choice choice) {
      if (letter.reason().filter(choice.reasons()::contains).isEmpty()
          || letter.timestamp() < choice.from().toEpochMilli()) {
        return;
      }
      Predicate<Place> ours = place -> place.topic().equals(recordings);
      if (letter.source().filter(ours).isEmpty()) {
        homeless++;
      } else if (letter.isOfReplay() && !choice.again()) {
        refused++;
      } else {
        letters.putIfAbsent(letter.source().get(), letter.at());
      }
    }

    /** Replays lie behind the records that they are of. */
    Map<Integer, Long> firstOffsets() {
      var first = new HashMap<Integer, Long>();
      letters.keySet().forEach(at -> first.merge(at.partition(), at.offset(), Math::min));
      return first;
    }

    void limit(int most) {
      letters.keySet().stream().skip(most).toList().forEach(letters::remove);
    }

    Result result(int sent, int before, int gone) {
      return new Result(sent, before, refused, gone, homeless);
    }
  }

  /** Where records are sent, or only counted. */
  private final class Outlet implements AutoCloseable {

    private final Optional<Producer<byte[], byte[]>> producer;
    private final List<Future<RecordMetadata>> underway = new ArrayList<>();
    private int sent;

    Outlet(boolean dryRun) {
      producer = dryRun ? Optional.empty() : Optional.of(new KafkaProducer<>(config()));
    }

    void send(ConsumerRecord<byte[], byte[]> record) {
      Headers headers = new RecordHeaders(record.headers().toArray());
      send(Place.of(record), record.timestamp(), record.key(), record.value(), headers);
    }

    void send(Place source, DeadLetter letter) {
      send(source, letter.timestamp(), letter.key(), letter.value(), letter.headers());
    }

    private void send(Place source, long time, byte[] key, byte[] value, Headers headers) {
      headers.remove(LetterHeaders.REPLAY_OF);
      headers.add(LetterHeaders.REPLAY_OF, LetterHeaders.bytes(source.toString()));
      producer.ifPresent(
          to ->
              underway.add(
                  to.send(
                      new ProducerRecord<>(
                          recordings, source.partition(), time, key, value, headers))));
      sent++;
    }

    /** Waits until everything is acknowledged; how much that is. */
    int flush() {
      producer.ifPresent(Producer::flush);
      try {
        for (Future<RecordMetadata> one : underway) {
          one.get();
        }
      } catch (ExecutionException e) {
        throw KafkaFaults.of(e, connection, recordings);
      } catch (InterruptedException e) {
        throw KafkaFaults.interrupted(e);
      }
      return sent;
    }

    @Override
    public void close() {
      producer.ifPresent(Producer::close);
    }

    private Map<String, Object> config() {
      Map<String, Object> config = new HashMap<>();
      config.put(ProducerConfig.CLIENT_ID_CONFIG, "murmur-dlq-replay");
      config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
      config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
      config.putAll(connection.kafka());
      config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
      config.put(ProducerConfig.ACKS_CONFIG, "all");
      config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      return config;
    }
  }
}
