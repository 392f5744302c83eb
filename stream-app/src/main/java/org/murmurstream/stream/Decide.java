package org.murmurstream.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.EvidenceStore;
import org.murmurstream.stream.store.ExamKey;
import org.murmurstream.stream.store.ExamStore;
import org.murmurstream.stream.store.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers exams, beside the stream thread in the same way as {@link Embed}. A verdict that was
 * overtaken by another recording of its exam is dropped, and the exam decided again.
 */
final class Decide implements Processor<ExamKey, ExamEvent, String, Object> {

  private static final Logger LOG = LoggerFactory.getLogger(Decide.class);

  private final String recordings;
  private final Inference inference;
  private final Gatherer gatherer;
  private final ExamMeters meters;
  private final Set<Bytes> waiting = new LinkedHashSet<>();
  private final List<InFlight> inFlight = new ArrayList<>();
  private ProcessorContext<String, Object> context;
  private ExamStore exams;
  private EvidenceStore hearings;
  private KeyValueStore<Bytes, byte[]> pending;

  Decide(String recordings, Inference inference, Gatherer gatherer, ExamMeters meters) {
    this.recordings = recordings;
    this.inference = inference;
    this.gatherer = gatherer;
    this.meters = meters;
  }

  /** An exam that the ear has, with what its verdict will rest on. */
  private record InFlight(Bytes key, List<RecordingId> heard, CompletableFuture<Verdict> result) {}

  @Override
  public void init(ProcessorContext<String, Object> processorContext) {
    context = processorContext;
    exams = new ExamStore(context, gatherer);
    hearings = new EvidenceStore(context);
    pending = Stores.of(context, Stores.PENDING_ANSWERS);
    try (KeyValueIterator<Bytes, byte[]> left = pending.all()) {
      left.forEachRemaining(entry -> waiting.add(entry.key));
    }
    context.schedule(inference.policy().tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<ExamKey, ExamEvent> record) {
    Bytes key = record.key().bytes();
    pending.put(key, Stores.nothing());
    waiting.add(key);
  }

  @Override
  public void close() {
    inFlight.forEach(job -> job.result().cancel(false));
    inFlight.clear();
    waiting.clear();
  }

  private void tick(long now) {
    inference.requireAlive();
    for (Iterator<InFlight> jobs = inFlight.iterator(); jobs.hasNext(); ) {
      InFlight job = jobs.next();
      if (job.result().isDone()) {
        jobs.remove();
        finish(job, now);
      }
    }
    for (Iterator<Bytes> keys = waiting.iterator(); keys.hasNext(); ) {
      Handover handover = submit(keys.next(), now);
      if (handover == Handover.QUEUE_FULL) {
        return;
      }
      if (handover == Handover.DONE) {
        keys.remove();
      }
    }
  }

  private Handover submit(Bytes key, long now) {
    ExamKey examKey = ExamKey.parse(key);
    Exam exam = exams.find(examKey).orElseThrow();
    if (!exam.isDue()) {
      pending.delete(key);
      return Handover.DONE;
    }
    ExamEvidence evidence = ExamEvidence.of(exam, id -> hearings.get(examKey, id));
    Collection<SiteEvidence> usable = evidence.usable();
    if (usable.isEmpty()) {
      answer(key, exam, evidence, Optional.empty(), now);
      return Handover.DONE;
    }
    ModelIdentity model = exam.model().orElseThrow();
    Inference.Presence presence = inference.presence(model);
    if (presence == Inference.Presence.COMING) {
      return Handover.LATER;
    }
    if (presence == Inference.Presence.GONE) {
      LOG.atError()
          .addKeyValue("model", model.version())
          .log("an exam needs the model it began with, which cannot be had");
      giveUp(key, exam, evidence, now);
      return Handover.DONE;
    }
    Optional<CompletableFuture<Verdict>> result = inference.decide(model, usable);
    result.ifPresent(future -> inFlight.add(new InFlight(key, exam.heard(), future)));
    return Handover.of(result);
  }

  private void finish(InFlight job, long now) {
    ExamKey examKey = ExamKey.parse(job.key());
    Exam exam = exams.find(examKey).orElseThrow();
    if (job.result().isCancelled() || !exam.isDue() || !exam.heard().equals(job.heard())) {
      waiting.add(job.key());
      return;
    }
    ExamEvidence evidence = ExamEvidence.of(exam, id -> hearings.get(examKey, id));
    if (job.result().isCompletedExceptionally()) {
      giveUp(job.key(), exam, evidence, now);
    } else {
      answer(job.key(), exam, evidence, Optional.of(job.result().join()), now);
    }
  }

  /** A first answer is owed in any case; a later one must not take back what was said. */
  private void giveUp(Bytes key, Exam exam, ExamEvidence evidence, long now) {
    if (exam.revision() == 0) {
      answer(key, exam, evidence.failedUpon(), Optional.empty(), now);
    } else {
      pending.delete(key);
      exams.save(ExamKey.of(exam), Optional.of(exam), Optional.of(gatherer.unanswered(exam)));
    }
  }

  private void answer(
      Bytes key, Exam exam, ExamEvidence evidence, Optional<Verdict> verdict, long now) {
    ModelIdentity model = exam.model().orElse(inference.current());
    Exam answered = gatherer.answered(exam, now);
    pending.delete(key);
    exams.save(ExamKey.of(exam), Optional.of(exam), Optional.of(answered));
    Answers answers = new Answers(recordings, model);
    MurmurPrediction prediction = answers.prediction(answered, evidence, verdict, now);
    meters.answered(
        prediction.getStatus(),
        Duration.ofMillis(Math.max(0, now - answered.source().lastChunkAt())));
    context.forward(
        new Record<>(exam.patientId(), (Object) prediction, now), MurmurTopology.PREDICTIONS);
    answers
        .embeddings(answered, evidence)
        .forEach(
            embedding ->
                context.forward(
                    new Record<>(exam.patientId(), (Object) embedding, now),
                    MurmurTopology.EMBEDDINGS));
    context.commit();
  }
}
