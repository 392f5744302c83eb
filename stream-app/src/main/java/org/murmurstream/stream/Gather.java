package org.murmurstream.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.exam.Arrival;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Gathered;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Recording.Stage;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.stream.store.ChunkStore;
import org.murmurstream.stream.store.EvidenceStore;
import org.murmurstream.stream.store.ExamKey;
import org.murmurstream.stream.store.ExamStore;
import org.murmurstream.stream.store.HeldStore;
import org.murmurstream.stream.store.Reconciliation;

/**
 * Gathers chunks into recordings and recordings into exams, and watches their deadlines. It carries
 * out what {@link Gatherer} decides.
 */
final class Gather implements Processor<String, Intake, Object, Object> {

  private static final Duration TICK = Duration.ofSeconds(1);

  /**
   * Most deadlines to pass at one tick; the rest at the next, so that no transaction grows long.
   */
  private static final int DEADLINES_PER_TICK = 500;

  /**
   * Most wrong entries of the index to put right at one tick, beside those deadlines; and most
   * exams to look at when index and exams are brought in step. A tick takes some 20 ms for them.
   */
  private static final int REPAIRS_PER_TICK = 1000;

  /** Entries of the index among which the first exam that waits for chunks is looked for. */
  private static final int LOOKED_AT = 20;

  private final GatherPolicy policy;
  private final Gatherer gatherer;
  private final DeadLetters deadLetters;
  private final ExamMeters meters;
  private final Repairs repairs;
  private final String next;
  private ProcessorContext<Object, Object> context;
  private ExamStore exams;
  private ChunkStore chunks;
  private EvidenceStore evidence;
  private HeldStore held;
  private DeadlineClock clock;
  private Reconciliation reconciliation;

  /**
   * @param next name of the successor that takes each {@link ExamEvent}
   */
  Gather(
      GatherPolicy policy,
      DeadLetters deadLetters,
      ExamMeters meters,
      Repairs repairs,
      String next) {
    this.policy = policy;
    this.gatherer = new Gatherer(policy);
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.repairs = repairs;
    this.next = next;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    exams = new ExamStore(context, gatherer);
    reconciliation = exams.reconcile();
    chunks = new ChunkStore(context);
    evidence = new EvidenceStore(context);
    held = new HeldStore(context);
    clock = new DeadlineClock(policy.progressTimeout(), context.currentSystemTimeMs());
    countOpen(context.currentSystemTimeMs());
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void close() {
    meters.left(context.taskId());
  }

  @Override
  public void process(Record<String, Intake> record) {
    Chunk chunk = record.value().chunk();
    ExamKey key = ExamKey.of(chunk);
    Optional<Exam> before = exams.find(key);
    Gathered gathered = gatherer.accept(before, chunk, taken(key, before, chunk), arrival(record));
    if (gathered instanceof Gathered.Rejected rejected) {
      deadLetters.send(context, record.value().raw(), rejected.reason());
    } else if (gathered instanceof Gathered.Duplicate duplicate) {
      if (!before.equals(Optional.of(duplicate.exam()))) {
        exams.save(key, before, Optional.of(duplicate.exam()));
      }
    } else if (gathered instanceof Gathered.Accepted accepted) {
      take(record, key, before, accepted);
    }
  }

  /** Fingerprint of the chunk that was taken in for the same place. */
  private OptionalLong taken(ExamKey key, Optional<Exam> exam, Chunk chunk) {
    return exam.map(known -> known.recordings().get(chunk.recording()))
        .map(
            recording ->
                chunks.fingerprint(key.recording(chunk.recording()), recording, chunk.sequence()))
        .orElse(OptionalLong.empty());
  }

  private void take(
      Record<String, Intake> record, ExamKey key, Optional<Exam> before, Gathered.Accepted taken) {
    Chunk chunk = record.value().chunk();
    boolean waitsNow = taken.exam().awaitsChunks();
    boolean waitedBefore = before.map(Exam::awaitsChunks).orElse(false);
    if (waitsNow
        && !waitedBefore
        && !gatherer.admits(
            exams.waitingOfPatient(chunk.patientId()), exams.waitingOfDevice(chunk.deviceId()))) {
      deadLetters.send(context, record.value().raw(), Rejection.TOO_MANY_EXAMS);
      return;
    }
    chunks.put(chunk);
    exams.save(key, before, Optional.of(taken.exam()));
    if (taken.completed()) {
      forward(key, new ExamEvent.RecordingComplete(chunk.recording()), record.timestamp());
    }
  }

  private void tick(long now) {
    reconcile(now);
    passDeadlines(now);
    countOpen(now);
    repairs.report(now);
  }

  private void countOpen(long now) {
    meters.open(context.taskId(), exams.waiting());
    List<ExamStore.Due> next = exams.due(Long.MAX_VALUE - 1, LOOKED_AT);
    long due = next.isEmpty() ? now : next.get(0).time();
    long opened =
        next.stream()
            .flatMap(entry -> exams.find(entry.key()).stream())
            .filter(Exam::awaitsChunks)
            .findFirst()
            .map(Exam::openedAt)
            .orElse(now);
    meters.oldest(context.taskId(), since(opened, now), since(due, now));
  }

  private static Duration since(long time, long now) {
    return Duration.ofMillis(Math.max(0, now - time));
  }

  private void reconcile(long now) {
    if (reconciliation.isDone()) {
      return;
    }
    Reconciliation.Found found =
        reconciliation.advance(REPAIRS_PER_TICK, (key, exam) -> remind(key, exam, now));
    repairs.repaired(Repairs.Kind.MISSING_DEADLINE, found.missingDeadlines());
    repairs.repaired(Repairs.Kind.STALE_DEADLINE, found.staleDeadlines());
    repairs.repaired(Repairs.Kind.WRONG_COUNT, found.wrongCounts());
  }

  private void remind(ExamKey key, Exam exam, long now) {
    exam.recordings().entrySet().stream()
        .filter(recording -> recording.getValue().stage() == Stage.COMPLETE)
        .map(recording -> new ExamEvent.RecordingComplete(recording.getKey()))
        .forEach(event -> forward(key, new ExamEvent.Reminder(event), now));
    if (exam.isDue()) {
      forward(key, new ExamEvent.Reminder(new ExamEvent.AnswerDue()), now);
    }
  }

  private void passDeadlines(long now) {
    if (!clock.mayFire(now)) {
      return;
    }
    int passed = 0;
    for (ExamStore.Due due : exams.due(now, DEADLINES_PER_TICK + REPAIRS_PER_TICK)) {
      Optional<Exam> exam = exams.find(due.key());
      if (!exams.isRight(due, exam)) {
        exams.repair(due, exam);
        repairs.repaired(Repairs.Kind.STALE_DEADLINE);
      } else if (passed < DEADLINES_PER_TICK) {
        passDeadline(due.key(), exam.orElseThrow(), now);
        passed++;
      }
    }
  }

  private void passDeadline(ExamKey key, Exam exam, long now) {
    Optional<Exam> after =
        held.holds(key.patientId().getBytes(StandardCharsets.US_ASCII))
            ? gatherer.expire(gatherer.arriving(exam, now), now)
            : gatherer.expire(exam, now);
    exams.save(key, Optional.of(exam), after);
    if (after.isPresent() && after.get().phase() == Exam.Phase.CLOSED) {
      exam.recordings().keySet().forEach(id -> chunks.delete(key.recording(id)));
      exam.recordings().keySet().forEach(id -> evidence.delete(key.recording(id)));
    }
    if (after.map(Exam::isDue).orElse(false)) {
      forward(key, new ExamEvent.AnswerDue(), now);
    }
  }

  private Arrival arrival(Record<String, Intake> record) {
    Raw.Origin at = record.value().raw().origin();
    return new Arrival(
        context.currentSystemTimeMs(), record.timestamp(), at.partition(), at.offset());
  }

  private void forward(ExamKey key, ExamEvent event, long timestamp) {
    context.forward(new Record<>(key, event, timestamp), next);
  }
}
