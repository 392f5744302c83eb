package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Gatherer;

/**
 * The exams of one partition, with the index of their deadlines and the count of those that wait
 * for chunks, kept in step.
 */
public final class ExamStore {

  /** Deadlines are indexed by the second, so that quick chunks do not each move their entry. */
  private static final long GRAIN_MILLIS = 1000;

  private static final byte[] NOTHING = {};
  private static final String PATIENT = "patient|";
  private static final String DEVICE = "device|";

  private final Gatherer gatherer;
  private final KeyValueStore<Bytes, byte[]> exams;
  private final KeyValueStore<Bytes, byte[]> deadlines;
  private final KeyValueStore<Bytes, byte[]> waiting;

  public ExamStore(ProcessingContext context, Gatherer gatherer) {
    this.gatherer = gatherer;
    this.exams = Stores.of(context, Stores.EXAMS);
    this.deadlines = Stores.of(context, Stores.DEADLINES);
    this.waiting = Stores.of(context, Stores.WAITING);
  }

  public Optional<Exam> find(ExamKey key) {
    return Optional.ofNullable(exams.get(key.bytes())).map(value -> ExamCodec.decode(key, value));
  }

  /** The device that began an exam; empty text if there is no such exam. */
  public String deviceOf(ExamKey key) {
    return find(key).map(Exam::deviceId).orElse("");
  }

  /**
   * Writes an exam, or forgets it.
   *
   * @param before as {@link #find} returned it
   */
  public void save(ExamKey key, Optional<Exam> before, Optional<Exam> after) {
    exams.put(key.bytes(), after.map(ExamCodec::encode).orElse(null));
    moveDeadline(key, before.map(this::slot), after.map(this::slot));
    int change = awaits(after) - awaits(before);
    if (change != 0) {
      Exam exam = after.or(() -> before).orElseThrow();
      count(patient(exam.patientId()), change);
      count(device(exam.deviceId()), change);
    }
  }

  /** How many exams of the partition wait for chunks; reads as many entries as devices owe some. */
  public int waiting() {
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> devices =
        waiting.prefixScan(DEVICE, new StringSerializer())) {
      while (devices.hasNext()) {
        count += ByteBuffer.wrap(devices.next().value).getInt();
      }
    }
    return count;
  }

  /** How many exams of the patient wait for chunks. */
  public int waitingOfPatient(String patientId) {
    return waiting(patient(patientId));
  }

  /** How many exams of the device wait for chunks. */
  public int waitingOfDevice(String deviceId) {
    return waiting(device(deviceId));
  }

  /** The exams whose deadline has passed, the earliest first. */
  public List<ExamKey> due(long now, int most) {
    List<ExamKey> due = new ArrayList<>();
    Bytes from = Bytes.wrap(time(0));
    Bytes to = Bytes.wrap(time(now + 1));
    try (KeyValueIterator<Bytes, byte[]> entries = deadlines.range(from, to)) {
      while (entries.hasNext() && due.size() < most) {
        KeyValue<Bytes, byte[]> entry = entries.next();
        due.add(ExamKey.parseDeadline(entry.key));
      }
    }
    return due;
  }

  private void moveDeadline(
      ExamKey key, Optional<OptionalLong> before, Optional<OptionalLong> after) {
    OptionalLong from = before.orElse(OptionalLong.empty());
    OptionalLong to = after.orElse(OptionalLong.empty());
    if (from.equals(to)) {
      return;
    }
    from.ifPresent(time -> deadlines.delete(key.deadline(time)));
    to.ifPresent(time -> deadlines.put(key.deadline(time), NOTHING));
  }

  /** The deadline, rounded up, so that what is found by the index is due. */
  private OptionalLong slot(Exam exam) {
    OptionalLong deadline = gatherer.deadline(exam);
    return deadline.isEmpty()
        ? deadline
        : OptionalLong.of(-Math.floorDiv(-deadline.getAsLong(), GRAIN_MILLIS) * GRAIN_MILLIS);
  }

  private static int awaits(Optional<Exam> exam) {
    return exam.isPresent() && exam.get().awaitsChunks() ? 1 : 0;
  }

  private int waiting(Bytes who) {
    byte[] count = waiting.get(who);
    return count == null ? 0 : ByteBuffer.wrap(count).getInt();
  }

  private void count(Bytes who, int change) {
    int count = waiting(who) + change;
    waiting.put(who, count == 0 ? null : ByteBuffer.allocate(Integer.BYTES).putInt(count).array());
  }

  private static Bytes patient(String patientId) {
    return Bytes.wrap((PATIENT + patientId).getBytes(StandardCharsets.US_ASCII));
  }

  private static Bytes device(String deviceId) {
    return Bytes.wrap((DEVICE + deviceId).getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] time(long millis) {
    return ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
  }
}
