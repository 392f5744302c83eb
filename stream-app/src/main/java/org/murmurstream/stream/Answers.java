package org.murmurstream.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.Caution;
import org.murmurstream.core.HeartBeats;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.schemas.SiteEvidence;

/** The one place where the model's vocabulary becomes what travels. */
final class Answers {

  private final String recordings;
  private final ModelIdentity model;

  /**
   * @param recordings name of the topic the chunks were read from
   * @param model the model that speaks
   */
  Answers(String recordings, ModelIdentity model) {
    this.recordings = recordings;
    this.model = model;
  }

  /**
   * @param exam the exam, its revision being this answer's
   * @param verdict empty if nothing was usable or the model failed
   */
  MurmurPrediction prediction(
      Exam exam, ExamEvidence evidence, Optional<Verdict> verdict, long decidedAt) {
    List<SiteEvidence> sites =
        evidence.sites().stream().map(site -> siteEvidence(site, verdict)).toList();
    return MurmurPrediction.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setRevision(exam.revision())
        .setStatus(status(evidence, verdict))
        .setMurmur(verdict.map(v -> Wire.of(v.murmur())).orElse(null))
        .setProbabilities(verdict.map(v -> Wire.of(v.probabilities())).orElse(null))
        .setSites(sites)
        .setReasons(reasons(evidence, verdict))
        .setModel(
            org.murmurstream.schemas.ModelIdentity.newBuilder()
                .setName(model.name())
                .setVersion(model.version())
                .setDigest(model.digest())
                .setTrained(model.trained())
                .build())
        .setProvenance(
            Provenance.newBuilder()
                .setTopic(recordings)
                .setPartition(exam.source().partition())
                .setFirstOffset(exam.source().firstOffset())
                .setLastOffset(exam.source().lastOffset())
                .setAudioDigest(AudioDigest.hex(evidence.audioDigest()))
                .build())
        .setFirstChunkAt(Instant.ofEpochMilli(exam.source().firstChunkAt()))
        .setLastChunkAt(Instant.ofEpochMilli(exam.source().lastChunkAt()))
        .setDecidedAt(Instant.ofEpochMilli(decidedAt))
        .build();
  }

  /** The usable sites, in order. */
  List<SiteEmbedding> embeddings(Exam exam, ExamEvidence evidence) {
    List<SiteEmbedding> embeddings = new ArrayList<>();
    for (ExamEvidence.Site site : evidence.sites()) {
      if (site.isUsable()) {
        embeddings.add(embedding(exam, site));
      }
    }
    return embeddings;
  }

  private SiteEmbedding embedding(Exam exam, ExamEvidence.Site site) {
    var hearing = site.hearing().orElseThrow();
    List<Float> vector = new ArrayList<>(hearing.embedding().length);
    for (float value : hearing.embedding()) {
      vector.add(value);
    }
    return SiteEmbedding.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setSite(Wire.of(site.site()))
        .setEncoderDigest(model.encoderDigest())
        .setAudioDigest(AudioDigest.hex(site.audioDigest().orElseThrow()))
        .setVector(vector)
        .setRecordings(hearing.recordings())
        .setQuality(Wire.of(hearing.quality()))
        .build();
  }

  private static PredictionStatus status(ExamEvidence evidence, Optional<Verdict> verdict) {
    if (verdict.isEmpty()) {
      return PredictionStatus.INSUFFICIENT;
    }
    return evidence.sites().stream().allMatch(site -> site.isUsable() || !site.intended())
        ? PredictionStatus.COMPLETE
        : PredictionStatus.PARTIAL;
  }

  private static SiteEvidence siteEvidence(ExamEvidence.Site site, Optional<Verdict> verdict) {
    Optional<Verdict.SiteShare> share = verdict.map(v -> v.sites().get(site.site()));
    Optional<HeartBeats> beats = share.flatMap(Verdict.SiteShare::beats);
    return SiteEvidence.newBuilder()
        .setSite(Wire.of(site.site()))
        .setUsed(share.isPresent())
        .setReasons(codes(site.cautions()))
        .setProbabilities(share.map(s -> Wire.of(s.alone())).orElse(null))
        .setAttention(share.flatMap(Answers::attention).orElse(null))
        .setRecordings(site.completeRecordings())
        .setQuality(site.hearing().map(hearing -> Wire.of(hearing.quality())).orElse(null))
        .setUsableCycles(beats.map(HeartBeats::usableCycles).orElse(null))
        .setSystolicExcess(beats.flatMap(HeartBeats::systolicExcess).map(Wire::of).orElse(null))
        .build();
  }

  private static Optional<Double> attention(Verdict.SiteShare share) {
    return share.attention().isPresent()
        ? Optional.of(share.attention().getAsDouble())
        : Optional.empty();
  }

  private static List<Reason> reasons(ExamEvidence evidence, Optional<Verdict> verdict) {
    List<Reason> reasons = new ArrayList<>();
    for (ExamEvidence.Site site : evidence.sites()) {
      for (ReasonCode code : codes(site.cautions())) {
        reasons.add(new Reason(code, Wire.of(site.site())));
      }
    }
    List<Caution> whole = new ArrayList<>(verdict.map(Verdict::cautions).orElse(List.of()));
    if (evidence.failed()) {
      whole.add(Caution.MODEL_FAILURE);
    }
    codes(whole).forEach(code -> reasons.add(new Reason(code, null)));
    return reasons;
  }

  private static List<ReasonCode> codes(Collection<Caution> cautions) {
    return cautions.stream().map(caution -> ReasonCode.valueOf(caution.name())).toList();
  }
}
