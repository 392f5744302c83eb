package org.murmurstream.stream.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Gatherer;

/**
 * The exams of one partition, with the index of their deadlines and the count of those that wait
 * for chunks, kept in step. What an earlier build, or this one under another policy, left out of
 * step, {@link #reconcile()} and {@link #repair} put right.
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
  private Optional<Reconciliation> reconciliation = Optional.empty();

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
      reconciliation.ifPresent(underway -> underway.changed(key, exam, change));
      countedFor(exam).forEach(who -> count(who, change));
    }
  }

  /** Whose counts an exam is part of while it waits. */
  static List<Bytes> countedFor(Exam exam) {
    return List.of(patient(exam.patientId()), device(exam.deviceId()));
  }

  static byte[] counted(int count) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(count).array();
  }

  static int count(byte[] counted) {
    return counted == null ? 0 : ByteBuffer.wrap(counted).getInt();
  }

  /** How many exams of the partition wait for chunks; reads as many entries as devices owe some. */
  public int waiting() {
    int count = 0;
    try (KeyValueIterator<Bytes, byte[]> devices =
        waiting.prefixScan(DEVICE, new StringSerializer())) {
      while (devices.hasNext()) {
        count += count(devices.next().value);
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

  /**
   * An entry of the index of deadlines: a hint, for it may have been written under another policy.
   *
   * @param time when the exam was thought to be due
   * @param key the exam
   */
  public record Due(long time, ExamKey key) {}

  /** The entries that are due, the earliest first. */
  public List<Due> due(long now, int most) {
    List<Due> due = new ArrayList<>();
    Bytes from = Bytes.wrap(time(0));
    Bytes to = Bytes.wrap(time(now + 1));
    try (KeyValueIterator<Bytes, byte[]> entries = deadlines.range(from, to)) {
      while (entries.hasNext() && due.size() < most) {
        due.add(ExamKey.parseDeadline(entries.next().key));
      }
    }
    return due;
  }

  /** Whether an entry says when its exam is due. */
  public boolean isRight(Due entry, Optional<Exam> exam) {
    OptionalLong slot = exam.map(this::slot).orElse(OptionalLong.empty());
    return slot.equals(OptionalLong.of(entry.time()));
  }

  /** Takes a wrong entry out of the index, and sees to it that its exam has the right one. */
  public void repair(Due entry, Optional<Exam> exam) {
    deadlines.delete(entry.key().deadline(entry.time()));
    exam.ifPresent(known -> index(entry.key(), known));
  }

  /** Begins to bring index and counts in step with the exams. */
  public Reconciliation reconcile() {
    Reconciliation begun = new Reconciliation(this, exams, deadlines, waiting);
    reconciliation = Optional.of(begun);
    return begun;
  }

  /**
   * Sees to it that an exam is in the index.
   *
   * @return whether it had to be added
   */
  boolean index(ExamKey key, Exam exam) {
    OptionalLong slot = slot(exam);
    if (slot.isEmpty() || deadlines.get(key.deadline(slot.getAsLong())) != null) {
      return false;
    }
    deadlines.put(key.deadline(slot.getAsLong()), NOTHING);
    return true;
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
    return count(waiting.get(who));
  }

  private void count(Bytes who, int change) {
    int count = waiting(who) + change;
    waiting.put(who, count <= 0 ? null : counted(count));
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
