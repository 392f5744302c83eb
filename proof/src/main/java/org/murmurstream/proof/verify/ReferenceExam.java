package org.murmurstream.proof.verify;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.Arrival;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.Fingerprints;
import org.murmurstream.core.exam.Gathered;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.core.exam.TracedEvidence;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.deadletters.DeadLetter;
import org.murmurstream.kafka.predictions.PublishedPrediction;
import org.murmurstream.proof.verify.Discrepancy.Kind;

/**
 * One exam, gone through again by the rules of {@link Gatherer}: its chunks in the order of the
 * topic, and each answer at the place where it was given.
 *
 * <p>When a deadline passes is a matter of time, and not judged. Where it passed, an answer tells:
 * it names the last chunk that had come. From there on all is determined: what the exam had heard,
 * and so every field of the answer; that a later answer rests on more; and that the last one rests
 * on everything that was complete.
 */
final class ReferenceExam {

  /** What all reference exams have in common. */
  record Rules(
      Gatherer gatherer,
      Duration revisionWindow,
      ReferenceModel model,
      String recordings,
      double tolerance,
      Findings findings) {}

  private final Rules rules;
  private final String label;
  private final Deque<PublishedPrediction> answers;
  private final SiteVectors vectors;
  private final Optional<PublishedPrediction> first;
  private final Optional<ModelIdentity> spoken;
  private final Map<RecordingId, SortedMap<Integer, byte[]>> pieces = new HashMap<>();
  private final Map<RecordingId, TracedEvidence> evidence = new HashMap<>();
  private final Fingerprints fingerprints = new Fingerprints();
  private Optional<Exam> exam = Optional.empty();
  private List<String> differences = List.of();

  /**
   * @param label what the exam is called in findings
   * @param predictions what was published of it, by revision
   * @param vectors what the encoder made of its sites: told of every answer
   */
  ReferenceExam(
      Rules rules, String label, Collection<PublishedPrediction> predictions, SiteVectors vectors) {
    this.rules = rules;
    this.label = label;
    this.vectors = vectors;
    this.answers = new ArrayDeque<>(predictions);
    this.first = predictions.stream().findFirst();
    this.spoken = first.flatMap(answer -> rules.model().identity(answer.modelDigest()));
    if (isUnknownModel()) {
      vectors.forgo();
      rules
          .findings()
          .add(
              Kind.WRONG,
              first.get().at(),
              "%s is answered by a model that is not given".formatted(label));
    }
  }

  /**
   * A chunk of it lies in the topic.
   *
   * @param letter its dead letter, if there is one
   */
  void take(Place at, long timestamp, Chunk chunk, Optional<DeadLetter> letter) {
    if (isUnknownModel()) {
      return;
    }
    var arrival = new Arrival(timestamp, timestamp, at.partition(), at.offset());
    Gathered gathered = rules.gatherer().accept(exam, chunk, fingerprints.before(chunk), arrival);
    if (letter.isPresent()) {
      judge(at, letter.get(), gathered);
    } else if (gathered instanceof Gathered.Rejected rejected) {
      rules
          .findings()
          .add(
              Kind.UNEXPLAINED,
              at,
              "%s: not taken in for %s, but there is no dead letter"
                  .formatted(label, rejected.reason()));
    } else if (gathered instanceof Gathered.Duplicate duplicate) {
      exam = Optional.of(duplicate.exam());
      answer();
    } else if (gathered instanceof Gathered.Accepted accepted) {
      settleBefore(at.offset());
      fingerprints.add(chunk);
      pieces
          .computeIfAbsent(chunk.recording(), id -> new TreeMap<>())
          .put(chunk.sequence(), chunk.samples());
      exam = Optional.of(accepted.exam());
      if (accepted.completed()) {
        listen(chunk.recording());
      }
      answer();
    }
  }

  /** Nothing more lies in the topic. */
  void end() {
    if (isUnknownModel()) {
      return;
    }
    settleBefore(Long.MAX_VALUE);
    if (exam.isEmpty()) {
      return;
    }
    if (exam.get().revision() == 0) {
      rules.findings().add(Kind.LOST, label, "there is no answer");
    } else if (hasNews(exam.get())) {
      rules
          .findings()
          .add(
              Kind.LOST,
              label,
              "revision %d is not there: a recording came after revision %d"
                  .formatted(exam.get().revision() + 1, exam.get().revision()));
    }
  }

  /** Nobody can say what it should have answered. */
  private boolean isUnknownModel() {
    return first.isPresent() && spoken.isEmpty();
  }

  private void listen(RecordingId id) {
    ModelIdentity hearing = spoken.orElseGet(rules.model()::current);
    Exam now = exam.orElseThrow();
    RecordingAudio audio = RecordingAudio.of(id, now.recordings().get(id), pieces.remove(id));
    Optional<TracedEvidence> found = rules.model().listen(now.model().orElse(hearing), id, audio);
    found.ifPresent(traced -> evidence.put(id, traced));
    exam =
        Optional.of(
            found.isPresent()
                ? rules.gatherer().heard(now, id, hearing)
                : rules.gatherer().failed(now, id));
  }

  /** Whether the answer that comes next was given here, where the exam stands now. */
  private void answer() {
    PublishedPrediction next = answers.peek();
    Exam now = exam.orElseThrow();
    if (next == null
        || next.revision() != now.revision() + 1
        || next.lastChunk().offset() != now.source().lastOffset()) {
      return;
    }
    Prediction expected = expected(next, now);
    differences = next.differencesFrom(expected, rules.recordings(), rules.tolerance());
    if (differences.isEmpty() && hasNews(now)) {
      answers.remove();
      vectors.expect(expected);
      exam = Optional.of(rules.gatherer().answered(now, next.decidedAt()));
    }
  }

  /** Answers that were given before an offset, and for which the exam never stood right. */
  private void settleBefore(long offset) {
    for (var next = answers.peek();
        next != null && next.lastChunk().offset() < offset;
        next = answers.peek()) {
      answers.remove();
      object(next);
      differences = List.of();
    }
  }

  private void object(PublishedPrediction answer) {
    vectors.forgo();
    if (exam.isEmpty()) {
      rules
          .findings()
          .add(
              Kind.PHANTOM,
              answer.at(),
              "%s: revision %d answers chunks that were not there, or not taken in"
                  .formatted(label, answer.revision()));
      return;
    }
    Exam now = exam.get();
    if (answer.revision() != now.revision() + 1) {
      rules
          .findings()
          .add(
              Kind.LOST,
              answer.at(),
              "%s: revision %d follows on revision %d"
                  .formatted(label, answer.revision(), now.revision()));
    } else {
      rules
          .findings()
          .add(
              Kind.WRONG,
              answer.at(),
              "%s: revision %d %s".formatted(label, answer.revision(), why(answer)));
    }
    Exam after = now;
    while (after.revision() < answer.revision()) {
      after = rules.gatherer().answered(after, answer.decidedAt());
    }
    exam = Optional.of(after);
  }

  private String why(PublishedPrediction answer) {
    if (answer.lastChunk().offset() != exam.orElseThrow().source().lastOffset()) {
      return "names another last chunk than the exam had at any time";
    }
    return differences.isEmpty() ? "rests on nothing new" : "differs in " + differences;
  }

  private Prediction expected(PublishedPrediction answer, Exam now) {
    ExamEvidence found = ExamEvidence.of(now, evidence::get);
    List<SiteEvidence> usable = found.usable();
    ModelIdentity model = now.model().or(() -> spoken).orElseGet(rules.model()::current);
    Optional<Verdict> verdict = Optional.empty();
    if (!usable.isEmpty()) {
      verdict = rules.model().decide(model, usable);
      found = verdict.isPresent() ? found : found.failedUpon();
    }
    Exam answered = rules.gatherer().answered(now, answer.decidedAt());
    return new Prediction(answered, found, verdict, model, answer.decidedAt());
  }

  private static boolean hasNews(Exam exam) {
    return exam.revision() == 0
        || exam.recordings().values().stream()
            .anyMatch(recording -> recording.stage() == Recording.Stage.HEARD);
  }

  private void judge(Place at, DeadLetter letter, Gathered gathered) {
    String reason = letter.reason().orElseThrow();
    if (gathered instanceof Gathered.Rejected rejected) {
      if (!reason.equals(rejected.reason().name()) && !mayDependOnTheMoment(reason, letter)) {
        rules
            .findings()
            .add(
                Kind.WRONG,
                letter.at(),
                "%s: %s is refused for %s, and should be for %s"
                    .formatted(label, at, reason, rejected.reason()));
      }
    } else if (!mayDependOnTheMoment(reason, letter)) {
      rules
          .findings()
          .add(
              Kind.WRONG,
              letter.at(),
              "%s: %s is refused for %s, and should be taken in".formatted(label, at, reason));
    }
  }

  /** What neither the chunk nor those before it decide. */
  private boolean mayDependOnTheMoment(String reason, DeadLetter letter) {
    if (reason.equals(Rejection.EXAM_CLOSED.name())) {
      return first.isPresent()
          && letter.timestamp() >= first.get().decidedAt() + rules.revisionWindow().toMillis();
    }
    return Moment.decides(reason);
  }
}
