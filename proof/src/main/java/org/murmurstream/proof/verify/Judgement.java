package org.murmurstream.proof.verify;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.TopicScan;
import org.murmurstream.kafka.deadletters.DeadLetter;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.proof.verify.Discrepancy.Kind;
import org.murmurstream.proof.verify.VerifierSettings.Scope;

/** Goes through the recordings once, record by record, and says of each what became of it. */
final class Judgement {

  /** Windows are judged by the letters that say that they were over. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final VerifierSettings settings;
  private final Sent sent;
  private final Outcomes outcomes;
  private final Findings findings;
  private final ReferenceExam.Rules rules;
  private final ChunkReader reader;
  private final Map<ExamName, ReferenceExam> exams = new LinkedHashMap<>();
  private final Map<ExamSubject, SiteVectors> vectors = new LinkedHashMap<>();
  private final Set<ExamName> known = new HashSet<>();
  private final Set<Place> answeredByLetter = new HashSet<>();
  private long letters;

  Judgement(VerifierSettings settings, ReferenceModel model, Sent sent, Outcomes outcomes) {
    this.settings = settings;
    this.sent = sent;
    this.outcomes = outcomes;
    this.findings = outcomes.findings();
    String recordings = settings.topics().recordings();
    this.rules =
        new ReferenceExam.Rules(
            new Gatherer(withoutEnd(settings.policy())),
            settings.policy().revisionWindow(),
            model,
            recordings,
            settings.tolerance(),
            findings);
    this.reader =
        ChunkReader.of(
            settings.policy(), AvroSerdes.of(settings.connection()), recordings, this::blame);
  }

  /**
   * Judges.
   *
   * @param wholeEmbeddings whether no embeddings were deleted yet
   * @param undone what the application has still to do, by place
   * @param waited for it
   */
  Verification of(
      TopicScan recordings, boolean wholeEmbeddings, Map<String, String> undone, Duration waited) {
    undone.forEach((place, what) -> findings.add(Kind.UNEXPLAINED, place, what));
    recordings.rewind();
    long chunks = sent.size();
    recordings.readToEnd(this::judge);
    exams.values().forEach(ReferenceExam::end);
    vectors.values().forEach(of -> of.judge(settings.tolerance(), wholeEmbeddings, findings));
    Map<Integer, Long> beginnings = recordings.beginnings();
    sent.end(beginnings, findings);
    addPhantoms(beginnings);
    addPhantomEmbeddings(beginnings);
    return new Verification(
        exams.size(),
        chunks,
        exams.keySet().stream().mapToLong(exam -> outcomes.of(exam).size()).sum(),
        letters,
        findings.all(),
        waited);
  }

  private void judge(ConsumerRecord<byte[], byte[]> record) {
    Place at = Place.of(record);
    Optional<DeadLetter> letter = outcomes.letterOf(at);
    if (letter.isPresent()) {
      answeredByLetter.add(at);
      if (!letter.get().isOf(record.value())) {
        findings.add(
            Kind.WRONG, letter.get().at(), "this dead letter is not of record %s".formatted(at));
      }
    }
    ChunkReader.Reading reading = reader.read(record.key(), record.value());
    if (reading instanceof ChunkReader.Sound sound) {
      judge(at, record.timestamp(), sound.chunk(), letter);
    } else if (reading instanceof ChunkReader.Refused refused
        && settings.scope() == Scope.EVERYTHING) {
      judge(at, refused.reason(), letter);
    }
  }

  private void judge(Place at, long timestamp, Chunk chunk, Optional<DeadLetter> letter) {
    sent.see(at, chunk, findings);
    ExamName name = ExamName.of(at.partition(), chunk);
    known.add(name);
    if (settings.scope() == Scope.EVERYTHING || sent.knows(chunk.examId())) {
      letters += letter.isPresent() ? 1 : 0;
      exams
          .computeIfAbsent(name, exam -> begin(exam, sent.label(chunk.examId(), at)))
          .take(at, timestamp, chunk, letter);
    }
  }

  private ReferenceExam begin(ExamName exam, String label) {
    SiteVectors sites =
        vectors.computeIfAbsent(
            ExamSubject.of(exam),
            subject -> new SiteVectors(label, outcomes.embeddingsOf(subject)));
    return new ReferenceExam(rules, label, outcomes.of(exam).values(), sites);
  }

  private void judge(Place at, Rejection reason, Optional<DeadLetter> letter) {
    if (letter.isEmpty()) {
      findings.add(
          Kind.UNEXPLAINED,
          at,
          "this is no chunk (%s), but there is no dead letter".formatted(reason));
      return;
    }
    letters++;
    String said = letter.get().reason().orElseThrow();
    if (!said.equals(reason.name()) && !Moment.decides(said)) {
      findings.add(
          Kind.WRONG,
          letter.get().at(),
          "%s is refused for %s, and should be for %s".formatted(at, said, reason));
    }
  }

  private void addPhantoms(Map<Integer, Long> beginnings) {
    outcomes
        .predictions()
        .forEach(
            (exam, answers) -> {
              Place chunk = answers.get(answers.firstKey()).lastChunk();
              if (!chunk.topic().equals(settings.topics().recordings())
                  || (!known.contains(exam) && isThere(chunk, beginnings))) {
                answers
                    .values()
                    .forEach(
                        answer ->
                            findings.add(
                                Kind.PHANTOM,
                                answer.at(),
                                "this is the answer to an exam of which nothing was sent"));
              }
            });
    outcomes
        .letters()
        .forEach(
            (record, letter) -> {
              if (!answeredByLetter.contains(record) && isThere(record, beginnings)) {
                findings.add(
                    Kind.PHANTOM,
                    letter.at(),
                    "there is no record %s, of which this is".formatted(record));
              }
            });
  }

  /** They do not say on what they rest: where chunks were deleted, theirs may be among them. */
  private void addPhantomEmbeddings(Map<Integer, Long> beginnings) {
    if (beginnings.values().stream().anyMatch(beginning -> beginning > 0)) {
      return;
    }
    Set<ExamSubject> subjects = known.stream().map(ExamSubject::of).collect(Collectors.toSet());
    outcomes
        .embeddings()
        .forEach(
            (exam, sites) -> {
              if (!subjects.contains(exam)) {
                sites.forEach(
                    site ->
                        findings.add(
                            Kind.PHANTOM,
                            site.at(),
                            "this is an embedding of an exam of which nothing was sent"));
              }
            });
  }

  /** Whether a record of this place would not have been deleted yet. */
  private static boolean isThere(Place at, Map<Integer, Long> beginnings) {
    return at.offset() >= beginnings.getOrDefault(at.partition(), 0L);
  }

  private Rejection blame(RuntimeException thrown) {
    return switch (SerdeFault.of(thrown)) {
      case TRANSIENT -> throw KafkaFaults.registryAway(settings.topics().recordings(), thrown);
      case UNKNOWN_SCHEMA -> Rejection.UNKNOWN_SCHEMA;
      case POISON -> Rejection.UNDECODABLE;
    };
  }

  private static GatherPolicy withoutEnd(GatherPolicy policy) {
    return new GatherPolicy(
        policy.progressTimeout(),
        policy.totalTimeout(),
        NEVER,
        policy.remembrance(),
        policy.maxChunkBytes(),
        policy.maxChunksPerRecording(),
        policy.maxRecordingSeconds(),
        policy.maxExamBytes(),
        policy.maxWaitingExamsPerPatient(),
        policy.maxWaitingExamsPerDevice());
  }
}
