package org.murmurstream.stream;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.stream.PendingWork.Handover;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.EvidenceStore;
import org.murmurstream.stream.store.ExamKey;
import org.murmurstream.stream.store.ExamStore;
import org.murmurstream.stream.store.PendingStore;

/**
 * Answers exams. A verdict that was overtaken by another recording of its exam is dropped, and the
 * exam decided again.
 */
final class Decide implements Processor<ExamKey, ExamEvent, String, Object> {

  /** As long as between regular commits. */
  private static final Duration BETWEEN_COMMITS = Duration.ofMillis(100);

  private final Inference inference;
  private final Gatherer gatherer;
  private final ExamMeters meters;
  private final Repairs repairs;
  private final String predictions;
  private final String vectors;
  private ProcessorContext<String, Object> context;
  private ExamStore exams;
  private EvidenceStore evidence;
  private PendingWork<ExamKey> work;
  private long askedToCommitAt = System.nanoTime() - BETWEEN_COMMITS.toNanos();

  /**
   * @param predictions name of the successor that takes each {@link Prediction}
   * @param vectors name of the successor that takes each {@link Prediction.SiteVector}
   */
  Decide(
      Inference inference,
      Gatherer gatherer,
      ExamMeters meters,
      Repairs repairs,
      String predictions,
      String vectors) {
    this.inference = inference;
    this.gatherer = gatherer;
    this.meters = meters;
    this.repairs = repairs;
    this.predictions = predictions;
    this.vectors = vectors;
  }

  @Override
  public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    exams = new ExamStore(context, gatherer);
    evidence = new EvidenceStore(context);
    work =
        PendingWork.begin(
            context,
            PendingStore.answers(context),
            inference,
            new Decision(),
            left -> meters.waiting(context.taskId(), "decisions", left));
  }

  @Override
  public void process(Record<ExamKey, ExamEvent> record) {
    if (record.value() instanceof ExamEvent.Reminder) {
      if (work.remind(record.key())) {
        repairs.repaired(Repairs.Kind.FORGOTTEN_WORK);
      }
    } else {
      work.add(record.key());
    }
  }

  @Override
  public void close() {
    work.close();
  }

  /** How exams are handed to the ear. */
  private final class Decision implements PendingWork.Submission<ExamKey> {

    @Override
    public String device(ExamKey key) {
      return exams.deviceOf(key);
    }

    @Override
    public boolean hasRoom(String device) {
      return inference.hasRoomToDecide(device);
    }

    @Override
    public Handover submit(ExamKey key, long now) {
      return Decide.this.submit(key, now);
    }
  }

  private Handover submit(ExamKey key, long now) {
    Optional<Exam> known = examOf(key);
    if (known.isEmpty()) {
      return Handover.DONE;
    }
    Exam exam = known.get();
    if (!exam.isDue()) {
      work.done(key);
      return Handover.DONE;
    }
    ExamEvidence found = evidenceOf(key, exam);
    List<SiteEvidence> usable = found.usable();
    if (usable.isEmpty()) {
      answer(key, exam, found, Optional.empty(), now);
      return Handover.DONE;
    }
    ModelIdentity model = exam.model().orElseThrow();
    return switch (inference.presence(model)) {
      case COMING -> Handover.LATER;
      case GONE -> {
        giveUp(key, exam, found, now);
        yield Handover.DONE;
      }
      case HERE -> {
        List<RecordingId> heard = exam.heard();
        yield work.handOver(
            key,
            inference.decide(exam.deviceId(), model, usable),
            (verdict, at) -> collect(key, heard, verdict, at));
      }
    };
  }

  /**
   * @param heard what the verdict rests on
   */
  private void collect(ExamKey key, List<RecordingId> heard, Optional<Verdict> verdict, long now) {
    Optional<Exam> known = examOf(key);
    if (known.isEmpty()) {
      return;
    }
    Exam exam = known.get();
    if (!exam.isDue() || !exam.heard().equals(heard)) {
      work.again(key);
      return;
    }
    ExamEvidence found = evidenceOf(key, exam);
    if (verdict.isEmpty()) {
      giveUp(key, exam, found, now);
    } else {
      answer(key, exam, found, verdict, now);
    }
  }

  /**
   * The exam to be decided, without recordings whose evidence is not there; if there is none, it
   * need not be decided.
   */
  private Optional<Exam> examOf(ExamKey key) {
    Optional<Exam> known = exams.find(key);
    if (known.isEmpty()) {
      repairs.repaired(Repairs.Kind.ORPHANED_WORK);
      work.done(key);
      return known;
    }
    Exam whole = known.get();
    for (RecordingId id : whole.heard()) {
      if (!evidence.holds(key.recording(id))) {
        repairs.repaired(Repairs.Kind.MISSING_EVIDENCE);
        whole = gatherer.failed(whole, id);
      }
    }
    if (!whole.equals(known.get())) {
      exams.save(key, known, Optional.of(whole));
    }
    return Optional.of(whole);
  }

  private ExamEvidence evidenceOf(ExamKey key, Exam exam) {
    return ExamEvidence.of(exam, id -> evidence.get(key.recording(id)));
  }

  /** A first answer is owed in any case; a later one must not take back what was said. */
  private void giveUp(ExamKey key, Exam exam, ExamEvidence found, long now) {
    if (exam.revision() == 0) {
      answer(key, exam, found.failedUpon(), Optional.empty(), now);
    } else {
      work.done(key);
      exams.save(key, Optional.of(exam), Optional.of(gatherer.unanswered(exam)));
    }
  }

  private void answer(
      ExamKey key, Exam exam, ExamEvidence found, Optional<Verdict> verdict, long now) {
    ModelIdentity model = exam.model().orElse(inference.current());
    Exam answered = gatherer.answered(exam, now);
    work.done(key);
    exams.save(key, Optional.of(exam), Optional.of(answered));
    var prediction = new Prediction(answered, found, verdict, model, now);
    meters.answered(
        prediction.status(), Duration.ofMillis(Math.max(0, now - answered.source().lastChunkAt())));
    forward(exam, prediction, now, predictions);
    prediction.vectors().forEach(vector -> forward(exam, vector, now, vectors));
    commitSoon();
  }

  /**
   * Has an answer committed at once, unless another was a moment ago: then the next regular commit
   * is as near. A commit takes as long as hearing a recording does, and answers to a flood must not
   * keep the thread from reading what others send.
   */
  private void commitSoon() {
    long now = System.nanoTime();
    if (now - askedToCommitAt >= BETWEEN_COMMITS.toNanos()) {
      askedToCommitAt = now;
      context.commit();
    }
  }

  private void forward(Exam exam, Object value, long now, String to) {
    context.forward(new Record<>(exam.patientId(), value, now), to);
  }
}
