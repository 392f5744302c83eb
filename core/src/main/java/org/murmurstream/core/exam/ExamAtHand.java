package org.murmurstream.core.exam;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.Recording.Stage;

/**
 * An exam whose recordings are all at hand, as in files: what a stream would know of it if each
 * recording had come as one chunk. Its answer follows the rules of every other exam. For one
 * thread.
 */
public final class ExamAtHand {

  private final String patientId;
  private final String examId;
  private final Map<AuscultationSite, Integer> intended;
  private final ModelIdentity model;
  private final SortedMap<RecordingId, Recording> recordings = new TreeMap<>();
  private final Map<RecordingId, TracedEvidence> evidence = new HashMap<>();
  private long bytes;

  /**
   * @param intended how many recordings there should be, by site; one of which nothing comes is
   *     missing
   * @param model hears and decides
   */
  public ExamAtHand(
      String patientId,
      String examId,
      Map<AuscultationSite, Integer> intended,
      ModelIdentity model) {
    this.patientId = patientId;
    this.examId = examId;
    this.intended = Map.copyOf(intended);
    this.model = model;
  }

  /** The ear has heard a recording. */
  public void heard(RecordingId id, Pcm audio, Evidence found) {
    byte[] samples = take(id, audio, Stage.HEARD);
    AudioDigest digest = AudioDigest.ofRecording(id, audio.sampleRateHz());
    digest.add(0, samples);
    evidence.put(id, new TracedEvidence(digest.end(), found));
  }

  /** The ear has failed on a recording. */
  public void failed(RecordingId id, Pcm audio) {
    take(id, audio, Stage.FAILED);
  }

  /** What an answer rests on. */
  public ExamEvidence evidence() {
    return ExamEvidence.of(exam(0), evidence::get);
  }

  /**
   * The answer.
   *
   * @param found {@link #evidence()}, or that it failed upon
   * @param verdict empty if nothing was usable or the model failed
   * @param now in milliseconds since the epoch
   */
  public Prediction answer(ExamEvidence found, Optional<Verdict> verdict, long now) {
    return new Prediction(exam(now).answered(now), found, verdict, model, now);
  }

  private byte[] take(RecordingId id, Pcm audio, Stage stage) {
    byte[] samples = new byte[audio.samples().length * Short.BYTES];
    ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(audio.samples());
    var whole =
        new Chunk(patientId, examId, "", id, 0, true, audio.sampleRateHz(), samples, intended);
    recordings.put(id, Recording.begunWith(whole).with(whole).at(stage));
    bytes += samples.length;
    return samples;
  }

  private Exam exam(long now) {
    return new Exam(
        patientId,
        examId,
        "",
        Exam.Phase.CLOSING,
        intended,
        recordings,
        Optional.of(model),
        0,
        bytes,
        new Exam.Source(0, 0, Math.max(0, recordings.size() - 1), now, now),
        now,
        now,
        0);
  }

  /** Of a patient: ids are never printed. */
  @Override
  public String toString() {
    return "ExamAtHand[%d recordings]".formatted(recordings.size());
  }
}
