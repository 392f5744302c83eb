package org.murmurstream.stream;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Recording.Stage;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.TracedEvidence;
import org.murmurstream.stream.PendingWork.Handover;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.ChunkStore;
import org.murmurstream.stream.store.EvidenceStore;
import org.murmurstream.stream.store.ExamKey;
import org.murmurstream.stream.store.ExamStore;
import org.murmurstream.stream.store.PendingStore;
import org.murmurstream.stream.store.RecordingKey;

/** Has complete recordings heard. What was found is written, and the audio dropped. */
final class Embed implements Processor<ExamKey, ExamEvent, ExamKey, ExamEvent> {

  private final Inference inference;
  private final Gatherer gatherer;
  private final ExamMeters meters;
  private final Repairs repairs;
  private ProcessorContext<ExamKey, ExamEvent> context;
  private ExamStore exams;
  private ChunkStore chunks;
  private EvidenceStore evidence;
  private PendingWork<RecordingKey> work;

  Embed(Inference inference, Gatherer gatherer, ExamMeters meters, Repairs repairs) {
    this.inference = inference;
    this.gatherer = gatherer;
    this.meters = meters;
    this.repairs = repairs;
  }

  @Override
  public void init(ProcessorContext<ExamKey, ExamEvent> processorContext) {
    context = processorContext;
    exams = new ExamStore(context, gatherer);
    chunks = new ChunkStore(context);
    evidence = new EvidenceStore(context);
    work =
        PendingWork.begin(
            context,
            PendingStore.recordings(context),
            inference,
            new Hearing(),
            left -> meters.waiting(context.taskId(), "recordings", left));
  }

  @Override
  public void process(Record<ExamKey, ExamEvent> record) {
    if (record.value() instanceof ExamEvent.RecordingComplete complete) {
      work.add(record.key().recording(complete.recording()));
    } else if (record.value() instanceof ExamEvent.Reminder reminder
        && reminder.of() instanceof ExamEvent.RecordingComplete complete) {
      if (work.remind(record.key().recording(complete.recording()))) {
        repairs.repaired(Repairs.Kind.FORGOTTEN_WORK);
      }
    } else {
      context.forward(record);
    }
  }

  @Override
  public void close() {
    work.close();
  }

  /** How recordings are handed to the ear. */
  private final class Hearing implements PendingWork.Submission<RecordingKey> {

    @Override
    public String device(RecordingKey recording) {
      return exams.deviceOf(recording.exam());
    }

    @Override
    public boolean hasRoom(String device) {
      return inference.hasRoomToListen(device);
    }

    @Override
    public Handover submit(RecordingKey recording, long now) {
      return Embed.this.submit(recording, now);
    }
  }

  private Handover submit(RecordingKey recording, long now) {
    Optional<Exam> known = examOf(recording);
    if (known.isEmpty()) {
      return Handover.DONE;
    }
    Exam exam = known.get();
    ModelIdentity model = exam.model().orElse(inference.current());
    return switch (inference.presence(model)) {
      case COMING -> Handover.LATER;
      case GONE -> {
        fail(recording, exam, now);
        yield Handover.DONE;
      }
      case HERE -> listen(recording, exam, model, now);
    };
  }

  private Handover listen(RecordingKey recording, Exam exam, ModelIdentity model, long now) {
    Optional<RecordingAudio> audio = chunks.read(recording, exam.recordings().get(recording.id()));
    if (audio.isEmpty()) {
      repairs.repaired(Repairs.Kind.MISSING_AUDIO);
      fail(recording, exam, now);
      return Handover.DONE;
    }
    byte[] digest = audio.get().digest();
    return work.handOver(
        recording,
        inference.listen(
            exam.deviceId(), model, new SiteAudio(recording.id().site(), audio.get().pcm())),
        (found, at) -> collect(recording, model, digest, found, at));
  }

  private void collect(
      RecordingKey recording,
      ModelIdentity model,
      byte[] digest,
      Optional<Evidence> found,
      long now) {
    Optional<Exam> known = examOf(recording);
    if (known.isEmpty()) {
      return;
    }
    Exam exam = known.get();
    if (!isOf(model, exam)) {
      work.again(recording);
    } else if (found.isEmpty()) {
      fail(recording, exam, now);
    } else {
      evidence.put(recording, new TracedEvidence(digest, found.get()));
      complete(recording, exam, gatherer.heard(exam, recording.id(), model), now);
    }
  }

  /** The exam that awaits a recording to be heard; if none does, what it needs no more goes. */
  private Optional<Exam> examOf(RecordingKey recording) {
    Optional<Exam> exam =
        exams
            .find(recording.exam())
            .filter(known -> known.recordings().containsKey(recording.id()));
    Optional<Stage> stage = exam.map(known -> known.recordings().get(recording.id()).stage());
    if (stage.equals(Optional.of(Stage.COMPLETE))) {
      return exam;
    }
    repairs.repaired(Repairs.Kind.ORPHANED_WORK);
    if (stage.isEmpty()) {
      chunks.delete(recording);
    } else if (stage.get() != Stage.GATHERING) {
      chunks.forgetSamples(recording);
    }
    work.done(recording);
    return Optional.empty();
  }

  /**
   * Whether an exam may rest on a model. It may not if another model took over while two of its
   * recordings were being heard: the first to come back decides, the other is heard again.
   */
  private static boolean isOf(ModelIdentity model, Exam exam) {
    return exam.model().map(began -> began.digest().equals(model.digest())).orElse(true);
  }

  private void fail(RecordingKey recording, Exam exam, long now) {
    complete(recording, exam, gatherer.failed(exam, recording.id()), now);
  }

  private void complete(RecordingKey recording, Exam before, Exam after, long now) {
    chunks.forgetSamples(recording);
    work.done(recording);
    exams.save(recording.exam(), Optional.of(before), Optional.of(after));
    if (after.isDue()) {
      context.forward(new Record<>(recording.exam(), new ExamEvent.AnswerDue(), now));
    }
  }
}
