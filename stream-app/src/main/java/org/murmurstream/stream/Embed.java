package org.murmurstream.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.ChunkStore;
import org.murmurstream.stream.store.EvidenceStore;
import org.murmurstream.stream.store.ExamKey;
import org.murmurstream.stream.store.ExamStore;
import org.murmurstream.stream.store.StoredEvidence;
import org.murmurstream.stream.store.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has complete recordings heard, beside the stream thread. What waits lies in the store {@link
 * Stores#PENDING_RECORDINGS}; at each tick finished hearings are written and their audio dropped,
 * in the transaction of that tick, and the queue of the ear is filled up. After a crash everything
 * pending is handed over again.
 */
final class Embed implements Processor<ExamKey, ExamEvent, ExamKey, ExamEvent> {

  private static final Logger LOG = LoggerFactory.getLogger(Embed.class);

  private final Inference inference;
  private final Gatherer gatherer;
  private final Deque<Bytes> waiting = new ArrayDeque<>();
  private final List<InFlight> inFlight = new ArrayList<>();
  private ProcessorContext<ExamKey, ExamEvent> context;
  private ExamStore exams;
  private ChunkStore chunks;
  private EvidenceStore hearings;
  private KeyValueStore<Bytes, byte[]> pending;

  Embed(Inference inference, Gatherer gatherer) {
    this.inference = inference;
    this.gatherer = gatherer;
  }

  /** A recording that the ear has. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record InFlight(
      Bytes key, ModelIdentity model, byte[] digest, CompletableFuture<Evidence> result) {}

  @Override
  public void init(ProcessorContext<ExamKey, ExamEvent> processorContext) {
    context = processorContext;
    exams = new ExamStore(context, gatherer);
    chunks = new ChunkStore(context);
    hearings = new EvidenceStore(context);
    pending = Stores.of(context, Stores.PENDING_RECORDINGS);
    try (KeyValueIterator<Bytes, byte[]> left = pending.all()) {
      left.forEachRemaining(entry -> waiting.add(entry.key));
    }
    context.schedule(inference.policy().tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<ExamKey, ExamEvent> record) {
    if (record.value() instanceof ExamEvent.RecordingComplete complete) {
      Bytes key = record.key().recording(complete.recording());
      pending.put(key, Stores.nothing());
      waiting.add(key);
    } else {
      context.forward(record);
    }
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
    RecordingId id = ExamKey.parseRecording(key);
    Exam exam = exams.find(examKey).orElseThrow();
    ModelIdentity model = exam.model().orElse(inference.current());
    Inference.Presence presence = inference.presence(model);
    if (presence == Inference.Presence.COMING) {
      return Handover.LATER;
    }
    if (presence == Inference.Presence.GONE) {
      LOG.atError()
          .addKeyValue("model", model.version())
          .log("an exam needs the model it began with, which cannot be had");
      fail(key, now);
      return Handover.DONE;
    }
    RecordingAudio audio = chunks.read(examKey, id, exam.recordings().get(id));
    var site = new SiteAudio(id.site(), audio.pcm());
    Optional<CompletableFuture<Evidence>> result = inference.listen(model, site);
    result.ifPresent(future -> inFlight.add(new InFlight(key, model, audio.digest(), future)));
    return Handover.of(result);
  }

  private void finish(InFlight job, long now) {
    ExamKey examKey = ExamKey.parse(job.key());
    Exam exam = exams.find(examKey).orElseThrow();
    if (job.result().isCancelled() || !isOf(job.model(), exam)) {
      waiting.add(job.key());
      return;
    }
    if (job.result().isCompletedExceptionally()) {
      fail(job.key(), now);
      return;
    }
    RecordingId id = ExamKey.parseRecording(job.key());
    hearings.put(examKey, id, new StoredEvidence(job.digest(), job.result().join()));
    complete(job.key(), exam, gatherer.heard(exam, id, job.model()), now);
  }

  /**
   * Whether an exam may rest on a model. It may not if another model took over while two of its
   * recordings were being heard: the first to come back decides, the other is heard again.
   */
  private static boolean isOf(ModelIdentity model, Exam exam) {
    return exam.model().map(began -> began.digest().equals(model.digest())).orElse(true);
  }

  private void fail(Bytes key, long now) {
    Exam exam = exams.find(ExamKey.parse(key)).orElseThrow();
    complete(key, exam, gatherer.failed(exam, ExamKey.parseRecording(key)), now);
  }

  private void complete(Bytes key, Exam before, Exam after, long now) {
    ExamKey examKey = ExamKey.parse(key);
    chunks.delete(examKey, ExamKey.parseRecording(key));
    pending.delete(key);
    exams.save(examKey, Optional.of(before), Optional.of(after));
    if (after.isDue()) {
      context.forward(new Record<>(examKey, new ExamEvent.AnswerDue(), now));
    }
  }
}
