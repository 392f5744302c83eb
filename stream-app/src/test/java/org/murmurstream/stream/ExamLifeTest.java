package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PHC;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.schemas.SiteEvidence;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

class ExamLifeTest {

  private static final int CHUNKS_OF_A_SITE = 4;

  private static final GatherPolicy POLICY = GatherPolicy.DEFAULT;
  private static final Duration TICK = Duration.ofSeconds(2);

  @TempDir Path state;
  private Pipeline pipeline;

  @BeforeEach
  void start() {
    pipeline = new Pipeline(state, StubEar::new);
  }

  @AfterEach
  void stop() {
    pipeline.close();
  }

  @Test
  void shouldAnswerAtOnceWhenEverySiteIsComplete() {
    // When
    pipeline.send(exam("p1", "e1").with(AV, PV, TV, MV));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer)
        .returns("p1", MurmurPrediction::getPatientId)
        .returns("e1", MurmurPrediction::getExamId)
        .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus)
        .returns(1, MurmurPrediction::getRevision)
        .returns(
            List.of(new Reason(ReasonCode.UNTRAINED_MODEL, null, List.of())),
            MurmurPrediction::getReasons);
    assertThat(answer.getSites()).extracting(SiteEvidence::getSite).containsExactly(AV, PV, TV, MV);
    assertThat(answer.getSites()).allMatch(SiteEvidence::getUsed);
    assertThat(answer.getProvenance())
        .returns("recordings", Provenance::getTopic)
        .returns(0, Provenance::getPartition)
        .returns(0L, Provenance::getFirstOffset)
        .returns(15L, Provenance::getLastOffset);
    assertThat(pipeline.embeddings())
        .extracting(SiteEmbedding::getSite)
        .containsExactly(AV, PV, TV, MV);
    assertThat(pipeline.deadLetters()).isEmpty();
  }

  @Test
  void shouldWaitForTheIntendedSitesAlone() {
    // When
    pipeline.send(exam("p1", "e1", MV, TV).with(TV, MV));

    // Then
    assertThat(pipeline.answer())
        .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus)
        .returns(List.of(TV, MV), ExamLifeTest::sites);
  }

  @Test
  void shouldHandAnyOtherPlaceOnTheChestToTheEar() {
    // When
    pipeline.send(exam("p1", "e1", MV, PHC).with(PHC, MV));

    // Then
    assertThat(pipeline.answer()).returns(List.of(MV, PHC), ExamLifeTest::sites);
  }

  @Test
  void shouldAnswerWithWhatIsThereWhenASiteNeverArrives() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV, PV, MV));
    pipeline.pass(POLICY.progressTimeout().minus(TICK));
    assertThat(pipeline.answers()).isEmpty();

    // When
    pipeline.pass(TICK.multipliedBy(2));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getStatus()).isEqualTo(PredictionStatus.PARTIAL);
    assertThat(answer.getReasons()).contains(new Reason(ReasonCode.MISSING_SITE, TV, List.of()));
    assertThat(answer.getMurmur()).isNotNull();
    assertThat(evidence(answer, TV))
        .returns(false, SiteEvidence::getUsed)
        .returns(0, SiteEvidence::getRecordings);
    assertThat(evidence(answer, MV)).returns(true, SiteEvidence::getUsed);
  }

  @Test
  void shouldNameGapsWhenAMiddleChunkNeverArrives() {
    // Given
    List<RecordingChunk> chunks = new ArrayList<>(exam("p1", "e1").with(AV, PV, TV, MV).chunks());
    chunks.remove(5);
    pipeline.send(chunks);

    // When
    pipeline.pass(POLICY.progressTimeout().plus(TICK));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer.getStatus()).isEqualTo(PredictionStatus.PARTIAL);
    assertThat(answer.getReasons()).contains(new Reason(ReasonCode.GAPS, PV, List.of()));
    assertThat(evidence(answer, PV)).returns(false, SiteEvidence::getUsed);
  }

  @Test
  void shouldGiveNoVerdictWhenNothingCanBeUsed() {
    // Given
    pipeline.send(exam("p1", "e1", AV, MV).withSamples(AV, 0, (short) 0, (short) 0));

    // When
    pipeline.pass(POLICY.progressTimeout().plus(TICK));

    // Then
    MurmurPrediction answer = pipeline.answer();
    assertThat(answer)
        .returns(PredictionStatus.INSUFFICIENT, MurmurPrediction::getStatus)
        .returns(null, MurmurPrediction::getMurmur)
        .returns(null, MurmurPrediction::getProbabilities);
    assertThat(answer.getReasons())
        .containsExactly(
            new Reason(ReasonCode.SILENT, AV, List.of()),
            new Reason(ReasonCode.MISSING_SITE, MV, List.of()));
  }

  @Test
  void shouldAnswerAtTheTotalDeadlineWhenADeviceKeepsTrickling() {
    // Given
    Exams slow = exam("p1", "e1", AV, MV).with(AV).with(MV, 0, 40);
    pipeline.send(slow.chunks().subList(0, 4));
    int sent = 4;

    // When
    for (Duration passed = Duration.ZERO;
        passed.compareTo(POLICY.totalTimeout()) <= 0;
        passed = passed.plusMinutes(1)) {
      pipeline.send(slow.chunks().get(sent++));
      pipeline.pass(Duration.ofMinutes(1));
    }

    // Then
    assertThat(pipeline.answer()).returns(PredictionStatus.PARTIAL, MurmurPrediction::getStatus);
  }

  @Test
  void shouldSupersedeTheAnswerWhenALateSiteArrives() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV, PV, MV));
    pipeline.pass(POLICY.progressTimeout().plus(TICK));
    MurmurPrediction first = pipeline.answer();

    // When
    pipeline.send(exam("p1", "e1").with(TV));

    // Then
    MurmurPrediction second = pipeline.answer();
    assertThat(second)
        .returns(2, MurmurPrediction::getRevision)
        .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus)
        .returns(List.of(AV, PV, TV, MV), ExamLifeTest::sites);
    assertThat(second.getProvenance().getAudioDigest())
        .isNotEqualTo(first.getProvenance().getAudioDigest())
        .isEqualTo(
            answerTo(exam("p1", "e1").with(AV, PV, TV, MV).chunks())
                .getProvenance()
                .getAudioDigest());
  }

  @Test
  void shouldFillAGapOfAnAnsweredExam() {
    // Given
    List<RecordingChunk> chunks = new ArrayList<>(exam("p1", "e1").with(AV, PV, TV, MV).chunks());
    RecordingChunk lost = chunks.remove(5);
    pipeline.send(chunks);
    pipeline.pass(POLICY.progressTimeout().plus(TICK));
    assertThat(pipeline.answer().getStatus()).isEqualTo(PredictionStatus.PARTIAL);

    // When
    pipeline.send(lost);

    // Then
    assertThat(pipeline.answer())
        .returns(2, MurmurPrediction::getRevision)
        .returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus);
  }

  @Test
  void shouldNotRepeatAnAnswerWhenALateRecordingStaysIncomplete() {
    // Given
    pipeline.send(exam("p1", "e1", AV).with(AV));
    pipeline.answer();

    // When
    pipeline.send(exam("p1", "e1", AV).with(MV).chunks().subList(0, 2));
    pipeline.pass(POLICY.progressTimeout().plus(TICK));

    // Then
    assertThat(pipeline.answers()).isEmpty();
  }

  @Test
  void shouldWaitForAnAnnouncedSecondRecording() {
    // Given
    Exams twice = exam("p1", "e1", AV, MV, MV).with(MV, AV);

    // When
    pipeline.send(twice);
    assertThat(pipeline.answers()).isEmpty();
    pipeline.send(twice.again().with(MV, 1, 3));

    // Then
    assertThat(evidence(pipeline.answer(), MV)).returns(2, SiteEvidence::getRecordings);
  }

  @Test
  void shouldHearASkippedRecordingBeforeItAnswers() {
    // When
    pipeline.send(exam("p1", "e1", MV).with(MV, 1, 3));
    assertThat(pipeline.answers()).isEmpty();
    pipeline.send(exam("p1", "e1", MV).with(MV, 0, 3));

    // Then
    assertThat(evidence(pipeline.answer(), MV)).returns(2, SiteEvidence::getRecordings);
  }

  @Test
  void shouldReachTheSameAnswerWhenAnExtraRecordingComesBeforeOrAfterTheFirstAnswer() {
    // Given
    List<RecordingChunk> all =
        exam("p1", "e1", AV, MV).with(AV, MV).with(MV, 1, 3).with(MV, 2, 2).chunks();
    List<RecordingChunk> extraFirst = new ArrayList<>(all);
    Collections.reverse(extraFirst);

    // When
    MurmurPrediction extraLast = lastAnswerTo(all);
    MurmurPrediction extraBefore = lastAnswerTo(extraFirst);

    // Then
    assertThat(extraLast.getRevision()).isEqualTo(3);
    assertThat(extraBefore.getRevision()).isEqualTo(1);
    assertThat(comparable(extraLast, 1)).isEqualTo(comparable(extraBefore, 1));
  }

  @Test
  void shouldCountADuplicateOnce() {
    // Given
    Exams exam = exam("p1", "e1").with(AV, PV, TV, MV);
    pipeline.send(exam);
    MurmurPrediction answer = pipeline.answer();

    // When
    pipeline.send(exam);

    // Then
    assertThat(pipeline.answers()).isEmpty();
    assertThat(pipeline.deadLetters()).isEmpty();
    assertThat(answer.getSites()).allMatch(site -> site.getRecordings() == 1);
  }

  @Test
  void shouldKeepTheFirstOfTwoConflictingChunks() {
    // Given
    Exams exam = exam("p1", "e1", AV).with(AV);
    MurmurPrediction undisturbed = answerTo(exam.chunks());
    RecordingChunk other = exam.chunk(AV, 0, 1, false, (short) 1, (short) 2).build();

    // When
    pipeline.send(exam.chunks().subList(0, 3));
    pipeline.send(other);
    pipeline.send(exam.chunks().get(3));

    // Then
    assertThat(pipeline.answer().getProvenance().getAudioDigest())
        .isEqualTo(undisturbed.getProvenance().getAudioDigest());
    assertThat(pipeline.deadLetters()).extracting(ExamLifeTest::reason).containsExactly("CONFLICT");
  }

  @Test
  void shouldGiveTheSamePredictionWhateverTheOrderAndTheDuplicates() {
    // Given
    List<RecordingChunk> ordered = new ArrayList<>();
    for (int patient = 0; patient < 5; patient++) {
      ordered.addAll(
          exam("p" + patient, "e" + patient, AV, PV, TV, MV, MV)
              .with(AV, PV, TV, MV)
              .with(MV, 1, 7)
              .chunks());
    }
    List<String> expected = comparables(ordered);

    for (int seed = 0; seed < 5; seed++) {
      List<RecordingChunk> disturbed = new ArrayList<>(ordered);
      Random random = new Random(seed);
      ordered.stream().filter(chunk -> random.nextInt(3) == 0).forEach(disturbed::add);
      Collections.shuffle(disturbed, random);

      // When
      List<String> actual = comparables(disturbed);

      // Then
      assertThat(actual).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void shouldBeUnmovedByADeviceClockOfAnotherCentury() {
    // Given
    Exams healthy = exam("p1", "e1").with(AV, PV, TV);
    pipeline.send(healthy);

    // When
    for (Instant time : List.of(Instant.parse("2099-01-01T00:00:00Z"), Instant.EPOCH)) {
      for (RecordingChunk chunk : exam("p2", "e" + time.toEpochMilli(), AV).with(AV).chunks()) {
        RecordingChunk stamped = RecordingChunk.newBuilder(chunk).setRecordedAt(time).build();
        pipeline.send(
            new TestRecord<>(
                "p2".getBytes(StandardCharsets.UTF_8),
                pipeline.encode(stamped),
                new RecordHeaders(),
                time));
      }
    }

    // Then
    assertThat(pipeline.answers())
        .hasSize(2)
        .allSatisfy(
            answer -> {
              assertThat(answer.getPatientId()).isEqualTo("p2");
              assertThat(answer.getDecidedAt()).isBefore("2027-01-01T00:00:00Z");
              assertThat(answer.getLastChunkAt()).isBeforeOrEqualTo(Instant.now());
            });
    pipeline.send(exam("p1", "e1").with(MV).chunks());
    assertThat(pipeline.answer()).returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus);
  }

  @Test
  void shouldNotCutExamsShortWhenItsOwnClockJumps() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV, PV, TV));

    // When
    pipeline.jump(Duration.ofHours(1));
    pipeline.send(exam("p1", "e1").with(MV));

    // Then
    assertThat(pipeline.answer()).returns(PredictionStatus.COMPLETE, MurmurPrediction::getStatus);
  }

  @Test
  void shouldStillMeetDeadlinesAfterItsClockJumped() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV, PV, TV));

    // When
    pipeline.jump(Duration.ofHours(1));
    pipeline.pass(POLICY.progressTimeout().plus(TICK));

    // Then
    assertThat(pipeline.answer()).returns(PredictionStatus.PARTIAL, MurmurPrediction::getStatus);
  }

  @Test
  void shouldDropAudioAsSoonAsItIsHeard() {
    // When
    pipeline.send(exam("p1", "e1").with(AV, PV, TV));
    pipeline.rest();

    // Then: fingerprints alone are left, by which chunks that come again are known
    assertThat(pipeline.storedBytes("chunks")).isEqualTo(3 * CHUNKS_OF_A_SITE * Long.BYTES);
    assertThat(pipeline.stored())
        .containsEntry("hearings", 3)
        .containsEntry("pending-recordings", 0);
  }

  /** What is written again with every chunk is paid for as often. */
  @Test
  void shouldKeepNoMoreOfAnExamHoweverManyChunksItHas() {
    // Given
    List<RecordingChunk> chunks = exam("p1", "e1").with(AV, 0, 200).chunks();
    pipeline.send(chunks.subList(0, 2));
    int begun = pipeline.storedBytes("exams");

    // When
    pipeline.send(chunks.subList(2, 199));

    // Then
    assertThat(pipeline.storedBytes("exams")).isEqualTo(begun);
  }

  @Test
  void shouldKnowChunksThatComeAgainAfterTheirRecordingWasHeard() {
    // Given
    Exams exam = exam("p1", "e1").with(AV, 0, 5).with(PV, TV);
    pipeline.send(exam);
    pipeline.rest();

    // When
    pipeline.send(exam);
    pipeline.send(exam("p1", "e1").withSamples(AV, 0, (short) 1, (short) 2).chunks());

    // Then
    assertThat(pipeline.deadLetters()).extracting(ExamLifeTest::reason).containsExactly("CONFLICT");
    pipeline.send(exam("p1", "e1").with(MV).chunks());
    assertThat(pipeline.answer().getSites()).allMatch(site -> site.getRecordings() == 1);
  }

  @Test
  void shouldRememberClosedExamsByNameAndForgetThemInTheEnd() {
    // Given
    pipeline.send(exam("p1", "e1").with(AV, PV, TV, MV));
    pipeline.send(exam("p2", "e2").with(AV).chunks().subList(0, 2));
    pipeline.pass(POLICY.progressTimeout().plus(TICK));
    assertThat(pipeline.answers()).hasSize(2);

    // When
    pipeline.pass(POLICY.revisionWindow().plus(TICK));

    // Then
    assertThat(pipeline.stored())
        .containsEntry("exams", 2)
        .containsEntry("chunks", 0)
        .containsEntry("hearings", 0)
        .containsEntry("waiting", 0);
    pipeline.send(exam("p1", "e1").with(AV).chunks().get(0));
    assertThat(pipeline.deadLetters())
        .extracting(ExamLifeTest::reason)
        .containsExactly("EXAM_CLOSED");

    // When
    pipeline.jump(POLICY.remembrance());
    pipeline.pass(POLICY.progressTimeout().plus(TICK));

    // Then
    assertThat(new HashSet<>(pipeline.stored().values())).containsExactly(0);
  }

  @Test
  void shouldRefuseMoreExamsThanADeviceMayHaveOpen() {
    // Given
    int limit = POLICY.maxWaitingExamsPerDevice();
    for (int i = 0; i < limit; i++) {
      pipeline.send(exam("p" + i, "e" + i).with(AV).chunks().get(0));
    }

    // When
    pipeline.send(exam("one-more", "e").with(AV).chunks().get(0));

    // Then
    assertThat(pipeline.deadLetters())
        .extracting(ExamLifeTest::reason)
        .containsExactly("TOO_MANY_EXAMS");
    assertThat(pipeline.stored()).containsEntry("exams", limit).containsEntry("chunks", limit);
  }

  @Test
  void shouldMakeRoomAgainWhenExamsComplete() {
    // Given
    for (int i = 0; i < POLICY.maxWaitingExamsPerPatient(); i++) {
      pipeline.send(exam("p", "e" + i, AV).with(AV).chunks().subList(0, 3));
    }

    // When
    pipeline.send(exam("p", "e0", AV).with(AV));
    pipeline.send(exam("p", "one-more", AV).with(AV));

    // Then
    assertThat(pipeline.answers())
        .extracting(MurmurPrediction::getExamId)
        .containsExactlyInAnyOrder("e0", "one-more");
    assertThat(pipeline.deadLetters()).isEmpty();
  }

  @Test
  void shouldKeepExamsOfTheSameNameApart() {
    // When
    pipeline.send(exam("p1", "e", AV).with(AV));
    pipeline.send(exam("p2", "e", AV).with(AV));

    // Then
    assertThat(pipeline.answers())
        .extracting(MurmurPrediction::getPatientId)
        .containsExactlyInAnyOrder("p1", "p2");
  }

  private MurmurPrediction answerTo(List<RecordingChunk> chunks) {
    return lastAnswerTo(chunks);
  }

  private MurmurPrediction lastAnswerTo(List<RecordingChunk> chunks) {
    try (Pipeline other = new Pipeline(state.resolve("other"), StubEar::new)) {
      MurmurPrediction last = null;
      for (RecordingChunk chunk : chunks) {
        other.send(chunk);
        for (MurmurPrediction answer : other.answers()) {
          last = answer;
        }
      }
      return last;
    }
  }

  private List<String> comparables(List<RecordingChunk> chunks) {
    try (Pipeline other = new Pipeline(state.resolve("other"), StubEar::new)) {
      other.send(chunks);
      List<String> comparables =
          other.answers().stream().map(answer -> comparable(answer, answer.getRevision())).toList();
      assertThat(other.deadLetters()).isEmpty();
      return comparables;
    }
  }

  /** All of an answer but times and offsets. */
  private static String comparable(MurmurPrediction answer, int revision) {
    return MurmurPrediction.newBuilder(answer)
        .setRevision(revision)
        .setProvenance(
            Provenance.newBuilder(answer.getProvenance())
                .setFirstOffset(0)
                .setLastOffset(0)
                .build())
        .setFirstChunkAt(Instant.EPOCH)
        .setLastChunkAt(Instant.EPOCH)
        .setDecidedAt(Instant.EPOCH)
        .build()
        .toString();
  }

  private static List<Site> sites(MurmurPrediction answer) {
    return answer.getSites().stream()
        .filter(SiteEvidence::getUsed)
        .map(SiteEvidence::getSite)
        .toList();
  }

  private static SiteEvidence evidence(MurmurPrediction answer, Site site) {
    return answer.getSites().stream().filter(e -> e.getSite() == site).findFirst().orElseThrow();
  }

  private static String reason(TestRecord<byte[], byte[]> letter) {
    return new String(
        letter.headers().lastHeader(LetterHeaders.REASON).value(), StandardCharsets.UTF_8);
  }
}
