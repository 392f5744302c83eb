package org.murmurstream.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.core.AuscultationSite.AV;
import static org.murmurstream.core.AuscultationSite.MV;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.exam.Arrival;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Gathered;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.RecordingAudio;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.core.exam.TracedEvidence;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.deadletters.DeadLetter;
import org.murmurstream.kafka.predictions.PublishedEmbedding;
import org.murmurstream.kafka.predictions.PublishedPrediction;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.proof.verify.Discrepancy.Kind;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEmbedding;

/** Histories that the rules allow, and those that they do not. */
class ReferenceExamTest {

  private static final String RECORDINGS = "recordings";
  private static final long DECIDED = 1_000_000;
  private static final Map<AuscultationSite, Integer> TWO_SITES = Map.of(AV, 1, MV, 1);

  private final HashEar ear = new HashEar();
  private final Findings findings = new Findings();
  private final List<PublishedPrediction> answers = new ArrayList<>();
  private final List<PublishedEmbedding> embeddings = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private double tolerance;

  /** A chunk in the topic. */
  private record Sent(Place at, Chunk chunk, Optional<DeadLetter> letter) {}

  @Test
  void shouldFindNothingWhereAWholeExamIsAnsweredOnce() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);

    // Then
    assertThat(verified()).isEmpty();
  }

  @Test
  void shouldAllowAPartialAnswerAndARevisionForALateSite() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 1);
    answer(2, 2);

    // Then
    assertThat(verified()).isEmpty();
  }

  @Test
  void shouldAllowDuplicatesBeforeAndAfterTheAnswer() {
    // Given
    send(chunk(AV, 1), chunk(AV, 1), chunk(MV, 2), chunk(MV, 2), chunk(AV, 1));
    answer(1, 3);

    // Then
    assertThat(verified()).isEmpty();
  }

  @Test
  void shouldCallAnExamWithoutAnswerLost() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));

    // Then
    assertThat(verified()).containsExactly(Kind.LOST);
  }

  @Test
  void shouldCallARevisionThatIsOwedLost() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 1);

    // Then
    assertThat(verified()).containsExactly(Kind.LOST);
  }

  @Test
  void shouldOweNothingForALatePieceThatCompletesNothing() {
    // Given
    send(chunk(AV, 1), piece(MV, 0, false, 2));
    answer(1, 1);

    // Then
    assertThat(verified()).isEmpty();
  }

  @Test
  void shouldCallAMissingRevisionLost() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 1);
    answer(2, 2);
    answers.remove(0);

    // Then
    assertThat(verified()).containsExactly(Kind.LOST);
  }

  @Test
  void shouldCallAnotherVerdictWrong() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    PublishedPrediction honest = answers.remove(0);
    Murmur other = honest.content().getMurmur() == Murmur.PRESENT ? Murmur.ABSENT : Murmur.PRESENT;
    answers.add(
        new PublishedPrediction(
            honest.at(), MurmurPrediction.newBuilder(honest.content()).setMurmur(other).build()));

    // Then
    assertThat(verified()).containsExactly(Kind.WRONG);
    assertThat(findings.all().get(0).what()).endsWith("differs in [murmur]");
  }

  @Test
  void shouldCallAnAnswerThatRestsOnNothingNewWrong() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    answers.add(
        new PublishedPrediction(
            new Place("predictions", 0, 9),
            MurmurPrediction.newBuilder(answers.get(0).content()).setRevision(2).build()));

    // Then
    assertThat(verified()).containsExactly(Kind.WRONG);
  }

  @Test
  void shouldCallARefusedChunkWithoutLetterUnexplained() {
    // Given
    send(chunk(AV, 1), chunk(AV, 3), chunk(MV, 2));
    answer(1, 3);

    // Then
    assertThat(verified()).containsExactly(Kind.UNEXPLAINED);
  }

  @Test
  void shouldTakeALetterForAnExplanationIfItsReasonIsTrue() {
    // Given
    send(chunk(AV, 1), chunk(AV, 3), chunk(MV, 2));
    refuse(2, Rejection.CONFLICT, 0);
    answer(1, 3);

    // Then
    assertThat(verified()).isEmpty();
  }

  @Test
  void shouldCallALetterOfASoundChunkWrong() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2), chunk(MV, 2));
    refuse(2, Rejection.BEYOND_LAST, 0);
    answer(1, 3);

    // Then
    assertThat(verified()).containsExactly(Kind.WRONG);
  }

  @Test
  void shouldBelieveThatAnExamWasClosedOnlyWhenItsWindowWasOver() {
    // Given
    long over = DECIDED + GatherPolicy.DEFAULT.revisionWindow().toMillis();
    send(chunk(AV, 1), chunk(MV, 2), chunk(MV, 2), chunk(MV, 2));
    refuse(3, Rejection.EXAM_CLOSED, over);
    refuse(4, Rejection.EXAM_CLOSED, over - 1);
    answer(1, 2);

    // Then
    assertThat(verified()).containsExactly(Kind.WRONG);
  }

  @Test
  void shouldCallAnAnswerPhantomWhereNothingWasTakenIn() {
    // Given
    send(chunk(AV, 1));
    answer(1, 1);
    refuse(1, Rejection.TOO_MANY_EXAMS, 0);

    // Then
    assertThat(verified()).containsExactly(Kind.PHANTOM);
  }

  @Test
  void shouldCallAMissingEmbeddingLost() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    embeddings.remove(1);

    // Then
    assertThat(verified()).containsExactly(Kind.LOST);
  }

  @Test
  void shouldCallAnEmbeddingThatIsThereTwiceDuplicated() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    embeddings.add(new PublishedEmbedding(place(9), embeddings.get(0).content()));

    // Then
    assertThat(verified()).containsExactly(Kind.DUPLICATED);
  }

  @Test
  void shouldExpectTheEmbeddingOfASiteOnceForEachRevision() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 1);
    answer(2, 2);
    assertThat(embeddings)
        .extracting(one -> one.content().getSite())
        .containsExactly(Site.AV, Site.AV, Site.MV);
    embeddings.remove(0);

    // Then
    assertThat(verified()).containsExactly(Kind.LOST);
  }

  @Test
  void shouldCallAnotherVectorWrong() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    SiteEmbedding honest = embeddings.get(1).content();
    List<Float> other = new ArrayList<>(honest.getVector());
    other.set(5, other.get(5) + 0.5f);
    embeddings.set(
        1,
        new PublishedEmbedding(
            place(1), SiteEmbedding.newBuilder(honest).setVector(other).build()));

    // Then
    assertThat(verified()).containsExactly(Kind.WRONG);
    assertThat(findings.all().get(0).what())
        .contains("revision 1 differs in [vector[5] (by 5.0e-01)]");
  }

  @Test
  void shouldAllowAnotherMachineItsLastDigits() {
    // Given
    tolerance = 1e-4;
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    SiteEmbedding honest = embeddings.get(1).content();
    List<Float> other = honest.getVector().stream().map(value -> value * 1.00001f).toList();
    embeddings.set(
        1,
        new PublishedEmbedding(
            place(1), SiteEmbedding.newBuilder(honest).setVector(other).build()));

    // Then
    assertThat(verified()).isEmpty();
  }

  @Test
  void shouldCallAnEmbeddingOfASiteThatNoAnswerRestsOnPhantom() {
    // Given
    send(chunk(AV, 1), chunk(MV, 2));
    answer(1, 2);
    embeddings.add(
        new PublishedEmbedding(
            place(9),
            SiteEmbedding.newBuilder(embeddings.get(0).content()).setSite(Site.TV).build()));

    // Then
    assertThat(verified()).containsExactly(Kind.PHANTOM);
  }

  private static Place place(long offset) {
    return new Place("embeddings", 0, offset);
  }

  private List<Kind> verified() {
    var rules =
        new ReferenceExam.Rules(
            new Gatherer(GatherPolicy.DEFAULT),
            GatherPolicy.DEFAULT.revisionWindow(),
            new ReferenceModel(List.of(ear)),
            RECORDINGS,
            tolerance,
            findings);
    var vectors = new SiteVectors("exam 1", embeddings);
    var exam = new ReferenceExam(rules, "exam 1", answers, vectors);
    sent.forEach(one -> exam.take(one.at(), one.at().offset(), one.chunk(), one.letter()));
    exam.end();
    vectors.judge(tolerance, true, findings);
    assertThat(findings.all().toString()).doesNotContain("patient", "exam-id");
    return findings.all().stream().map(Discrepancy::kind).toList();
  }

  private void send(Chunk... chunks) {
    for (Chunk chunk : chunks) {
      sent.add(new Sent(new Place(RECORDINGS, 0, sent.size() + 1), chunk, Optional.empty()));
    }
  }

  private void refuse(int offset, Rejection reason, long at) {
    Sent refused = sent.get(offset - 1);
    var letter =
        new DeadLetter(
            new Place("letters", 0, offset),
            at,
            Optional.of(reason.name()),
            Optional.of(refused.at()),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            new byte[0],
            new byte[0],
            new RecordHeaders(),
            OptionalLong.empty(),
            Optional.empty());
    sent.set(offset - 1, new Sent(refused.at(), refused.chunk(), Optional.of(letter)));
  }

  /** What an application answers that has read so far. */
  private void answer(int revision, long lastOffset) {
    var gatherer = new Gatherer(GatherPolicy.DEFAULT);
    Optional<Exam> exam = Optional.empty();
    var evidence = new HashMap<RecordingId, TracedEvidence>();
    for (Sent one : sent.subList(0, (int) lastOffset)) {
      var arrival = new Arrival(0, one.at().offset(), 0, one.at().offset());
      if (one.letter().isEmpty()
          && gatherer.accept(exam, one.chunk(), OptionalLong.empty(), arrival)
              instanceof Gathered.Accepted taken) {
        exam = Optional.of(taken.exam());
        if (taken.completed()) {
          RecordingId id = one.chunk().recording();
          var audio =
              RecordingAudio.of(
                  id,
                  taken.exam().recordings().get(id),
                  new TreeMap<>(Map.of(0, one.chunk().samples())));
          Evidence found = ear.listen(List.of(new SiteAudio(id.site(), audio.pcm()))).get(0);
          evidence.put(id, new TracedEvidence(audio.digest(), found));
          exam = Optional.of(gatherer.heard(taken.exam(), id, ear.identity()));
        }
      }
    }
    Exam now = exam.orElseThrow();
    for (int before = 1; before < revision; before++) {
      now = gatherer.answered(now, DECIDED);
    }
    ExamEvidence found = ExamEvidence.of(now, evidence::get);
    ModelIdentity model = ear.identity();
    var prediction =
        new Prediction(
            gatherer.answered(now, DECIDED),
            found,
            Optional.of(ear.decide(found.usable())),
            model,
            DECIDED);
    answers.add(
        new PublishedPrediction(
            new Place("predictions", 0, answers.size()),
            PredictionWire.of(prediction, RECORDINGS)));
    prediction
        .vectors()
        .forEach(
            vector ->
                embeddings.add(
                    new PublishedEmbedding(place(embeddings.size()), PredictionWire.of(vector))));
  }

  private static Chunk chunk(AuscultationSite site, int content) {
    return piece(site, 0, true, content);
  }

  private static Chunk piece(AuscultationSite site, int sequence, boolean last, int content) {
    ByteBuffer samples = ByteBuffer.allocate(8000);
    while (samples.hasRemaining()) {
      samples.putShort((short) (content + samples.position()));
    }
    return new Chunk(
        "patient",
        "exam-id",
        "device",
        new RecordingId(site, 0),
        sequence,
        last,
        4000,
        samples.array(),
        TWO_SITES);
  }
}
