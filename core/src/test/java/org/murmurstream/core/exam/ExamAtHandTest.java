package org.murmurstream.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;

class ExamAtHandTest {

  private static final ModelIdentity MODEL = new ModelIdentity("m", "0".repeat(64), "", true);
  private static final Map<AuscultationSite, Integer> INTENDED =
      Map.of(AuscultationSite.AV, 2, AuscultationSite.TV, 1, AuscultationSite.MV, 1);
  private static final RecordingId FIRST = new RecordingId(AuscultationSite.AV, 0);
  private static final RecordingId SECOND = new RecordingId(AuscultationSite.AV, 1);
  private static final RecordingId FAILED = new RecordingId(AuscultationSite.MV, 0);
  private static final Pcm AUDIO = new Pcm(4000, new short[] {1, -2, 300});

  @Test
  void shouldKnowWhatAStreamKnowsOfRecordingsOfOneChunk() {
    // Given
    var gatherer = new Gatherer(GatherPolicy.DEFAULT);
    Map<RecordingId, TracedEvidence> traced = new HashMap<>();
    Optional<Exam> streamed = Optional.empty();
    for (RecordingId id : List.of(FIRST, SECOND, FAILED)) {
      Exam accepted =
          ((Gathered.Accepted)
                  gatherer.accept(
                      streamed, chunk(id), OptionalLong.empty(), new Arrival(0, 0, 0, 0)))
              .exam();
      streamed =
          Optional.of(
              id.equals(FAILED)
                  ? gatherer.failed(accepted, id)
                  : gatherer.heard(accepted, id, MODEL));
      traced.put(id, new TracedEvidence(digest(id, accepted), evidence(id)));
    }
    ExamEvidence expected = ExamEvidence.of(streamed.orElseThrow(), traced::get);
    var exam = new ExamAtHand("patient", "exam", INTENDED, MODEL);

    // When
    exam.heard(FIRST, AUDIO, evidence(FIRST));
    exam.heard(SECOND, AUDIO, evidence(SECOND));
    exam.failed(FAILED, AUDIO);

    // Then
    ExamEvidence evidence = exam.evidence();
    assertThat(evidence.audioDigest()).isEqualTo(expected.audioDigest());
    assertThat(evidence.sites()).usingRecursiveComparison().isEqualTo(expected.sites());
    assertThat(evidence.sites())
        .map(site -> Map.entry(site.site(), List.copyOf(site.cautions())))
        .containsExactly(
            Map.entry(AuscultationSite.AV, List.of(Caution.CLIPPED)),
            Map.entry(AuscultationSite.TV, List.of(Caution.MISSING_SITE)),
            Map.entry(AuscultationSite.MV, List.of(Caution.MODEL_FAILURE)));
  }

  @Test
  void shouldAnswerOnceWithWhatItRestsOn() {
    // Given
    var exam = new ExamAtHand("patient", "exam", INTENDED, MODEL);
    exam.heard(FIRST, AUDIO, evidence(FIRST));
    var verdict =
        new Verdict(
            new Probabilities(1, 0, 0),
            Map.of(),
            List.of(),
            Ruling.of(DecisionRule.MOST_LIKELY),
            List.of());

    // When
    Prediction prediction = exam.answer(exam.evidence(), Optional.of(verdict), 17);

    // Then: one of two recordings of AV is missing
    assertThat(prediction)
        .returns(Prediction.Status.PARTIAL, Prediction::status)
        .returns(17L, Prediction::decidedAt)
        .returns(MODEL, Prediction::model);
    assertThat(prediction.exam().revision()).isEqualTo(1);
    assertThat(prediction.evidence().usable())
        .singleElement()
        .returns(AuscultationSite.AV, SiteEvidence::site);
    assertThat(prediction.reasons().get(0).caution()).isEqualTo(Caution.GAPS);
  }

  private static Chunk chunk(RecordingId id) {
    return new Chunk(
        "patient",
        "exam",
        "",
        id,
        0,
        true,
        AUDIO.sampleRateHz(),
        new byte[] {1, 0, -2, -1, 44, 1},
        INTENDED);
  }

  private static byte[] digest(RecordingId id, Exam exam) {
    var pieces = new TreeMap<>(Map.of(0, chunk(id).samples()));
    return RecordingAudio.of(id, exam.recordings().get(id), pieces).digest();
  }

  private static Evidence evidence(RecordingId id) {
    return new Evidence(
        id.site(),
        new float[] {id.number()},
        new SignalQuality(3, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty()),
        true,
        List.of(Caution.CLIPPED));
  }
}
