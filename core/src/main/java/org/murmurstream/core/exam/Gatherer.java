package org.murmurstream.core.exam;

import java.util.Optional;
import java.util.OptionalLong;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.exam.Exam.Phase;
import org.murmurstream.core.exam.Recording.Stage;

/**
 * The rules of an exam's life: pure functions from what was known and what happened to what is
 * known now. It holds no state and reads no clock, so the stream application and the trainer follow
 * the very same rules.
 *
 * <p>What is finally answered depends on the set of chunks alone, not on the order in which they
 * came: each recording is heard by itself when it is complete, and each answer rests on all
 * recordings heard so far. A recording that completes after an answer makes the next revision. Only
 * three refusals depend on order, for one of two has to give way: {@link Rejection#CONFLICT},
 * {@link Rejection#DEVICE_MISMATCH}, and chunks of a recording that contradict each other.
 */
public final class Gatherer {

  private final GatherPolicy policy;

  public Gatherer(GatherPolicy policy) {
    this.policy = policy;
  }

  /**
   * Takes in a chunk.
   *
   * @param known the chunk's exam, if it is known
   * @param before {@link Chunk#fingerprint()} of the chunk of this exam that was taken in for the
   *     same place, if one was
   */
  public Gathered accept(Optional<Exam> known, Chunk chunk, OptionalLong before, Arrival arrival) {
    Exam exam = known.orElseGet(() -> Exam.openedBy(chunk, arrival));
    if (isOver(exam, arrival.now())) {
      return new Gathered.Rejected(Rejection.EXAM_CLOSED);
    }
    if (!exam.deviceId().equals(chunk.deviceId())) {
      return new Gathered.Rejected(Rejection.DEVICE_MISMATCH);
    }
    Recording recording =
        exam.recordings().getOrDefault(chunk.recording(), Recording.begunWith(chunk));
    OptionalLong here =
        exam.recordings().containsKey(chunk.recording()) ? before : OptionalLong.empty();
    if (recording.holds(chunk, here)) {
      return new Gathered.Duplicate(
          exam.phase() == Phase.GATHERING ? exam.announcing(chunk.announced()) : exam);
    }
    Rejection objection = objection(exam, recording, chunk, here);
    if (objection != null) {
      return new Gathered.Rejected(objection);
    }
    Recording grown = recording.with(chunk);
    return new Gathered.Accepted(
        exam.announcing(chunk.announced())
            .with(chunk.recording(), grown)
            .progressed(chunk.samples().length, arrival),
        grown.isComplete());
  }

  private Rejection objection(Exam exam, Recording recording, Chunk chunk, OptionalLong before) {
    Rejection objection = recording.objectionTo(chunk, before);
    if (objection != null) {
      return objection;
    }
    if (recording.chunks() >= policy.maxChunksPerRecording()
        || exam.chunks() >= ChunkLimits.MAX_EXAM_CHUNKS) {
      return Rejection.TOO_MANY_CHUNKS;
    }
    if (recording.with(chunk).seconds() > policy.maxRecordingSeconds()) {
      return Rejection.RECORDING_TOO_LONG;
    }
    return exam.bytes() + chunk.samples().length > policy.maxExamBytes()
        ? Rejection.EXAM_TOO_LARGE
        : null;
  }

  /**
   * Whether there is room for one more exam that waits for chunks.
   *
   * @param ofPatient exams of the patient that wait already
   * @param ofDevice exams of the device that wait already
   */
  public boolean admits(int ofPatient, int ofDevice) {
    return ofPatient < policy.maxWaitingExamsPerPatient()
        && ofDevice < policy.maxWaitingExamsPerDevice();
  }

  /**
   * Something of the exam's patient has arrived, and cannot be read yet: it counts as progress of
   * an exam that waits for chunks.
   */
  public Exam arriving(Exam exam, long now) {
    return exam.phase() == Phase.GATHERING ? exam.arriving(now) : exam;
  }

  /** The ear has heard a complete recording. */
  public Exam heard(Exam exam, RecordingId id, ModelIdentity by) {
    Exam pinned = exam.model().isPresent() ? exam : exam.pinnedTo(by);
    return settled(pinned.with(id, pinned.recordings().get(id).at(Stage.HEARD)));
  }

  /** The ear has failed on a complete recording for good. */
  public Exam failed(Exam exam, RecordingId id) {
    return settled(exam.with(id, exam.recordings().get(id).at(Stage.FAILED)));
  }

  /** An answer was given that rests on all that was heard. */
  public Exam answered(Exam exam, long now) {
    return exam.answered(now);
  }

  /** No answer could be given beyond the one that stands; what was heard is laid aside. */
  public Exam unanswered(Exam exam) {
    return exam.in(Phase.ANSWERED);
  }

  /**
   * When to call {@link #expire}: in milliseconds since the epoch; empty while the ear is awaited.
   */
  public OptionalLong deadline(Exam exam) {
    return switch (exam.phase()) {
      case GATHERING ->
          OptionalLong.of(
              Math.min(
                  exam.progressAt() + policy.progressTimeout().toMillis(),
                  exam.openedAt() + policy.totalTimeout().toMillis()));
      case CLOSING -> OptionalLong.empty();
      case ANSWERED -> OptionalLong.of(windowEnd(exam));
      case CLOSED -> OptionalLong.of(windowEnd(exam) + policy.remembrance().toMillis());
    };
  }

  /**
   * Lets a deadline pass.
   *
   * @return the exam as it is now, unchanged if nothing is due; empty if it is to be forgotten
   */
  public Optional<Exam> expire(Exam exam, long now) {
    OptionalLong deadline = deadline(exam);
    if (deadline.isEmpty() || now < deadline.getAsLong()) {
      return Optional.of(exam);
    }
    return switch (exam.phase()) {
      case GATHERING, CLOSING -> Optional.of(settled(exam.in(Phase.CLOSING)));
      case ANSWERED -> Optional.of(exam.closed());
      case CLOSED -> Optional.empty();
    };
  }

  /** An exam that was opened again, and brought nothing that could be heard, rests again. */
  private static Exam settled(Exam exam) {
    return exam.isDue() && !exam.hasNews() ? exam.in(Phase.ANSWERED) : exam;
  }

  private boolean isOver(Exam exam, long now) {
    return exam.phase() == Phase.CLOSED
        || (exam.phase() == Phase.ANSWERED && now >= windowEnd(exam));
  }

  private long windowEnd(Exam exam) {
    return exam.answeredAt() + policy.revisionWindow().toMillis();
  }
}
