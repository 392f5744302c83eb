package org.murmurstream.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.murmurstream.model.Caution;
import org.murmurstream.model.ModelIdentity;
import org.murmurstream.model.Verdict;
import org.murmurstream.model.beats.HeartBeats;
import org.murmurstream.model.exam.AudioDigest;
import org.murmurstream.model.exam.Exam;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Probabilities;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.SignalQuality;
import org.murmurstream.schemas.Site;
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
      Exam exam, Evidence evidence, Optional<Verdict> verdict, long decidedAt) {
    List<SiteEvidence> sites =
        evidence.sites().stream().map(site -> siteEvidence(site, verdict)).toList();
    return MurmurPrediction.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setRevision(exam.revision())
        .setStatus(status(evidence, verdict))
        .setMurmur(verdict.map(v -> Murmur.valueOf(v.murmur().name())).orElse(null))
        .setProbabilities(verdict.map(v -> probabilities(v.probabilities())).orElse(null))
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
  List<SiteEmbedding> embeddings(Exam exam, Evidence evidence) {
    List<SiteEmbedding> embeddings = new ArrayList<>();
    for (Evidence.Site site : evidence.sites()) {
      if (site.isUsable()) {
        embeddings.add(embedding(exam, site));
      }
    }
    return embeddings;
  }

  private SiteEmbedding embedding(Exam exam, Evidence.Site site) {
    var hearing = site.hearing().orElseThrow();
    List<Float> vector = new ArrayList<>(hearing.embedding().length);
    for (float value : hearing.embedding()) {
      vector.add(value);
    }
    return SiteEmbedding.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setSite(Site.valueOf(site.site().name()))
        .setEncoderDigest(model.encoderDigest())
        .setAudioDigest(AudioDigest.hex(site.audioDigest().orElseThrow()))
        .setVector(vector)
        .setRecordings(hearing.recordings())
        .setQuality(quality(hearing.quality()))
        .build();
  }

  private static PredictionStatus status(Evidence evidence, Optional<Verdict> verdict) {
    if (verdict.isEmpty()) {
      return PredictionStatus.INSUFFICIENT;
    }
    return evidence.sites().stream().allMatch(site -> site.isUsable() || !site.intended())
        ? PredictionStatus.COMPLETE
        : PredictionStatus.PARTIAL;
  }

  private static SiteEvidence siteEvidence(Evidence.Site site, Optional<Verdict> verdict) {
    Optional<Verdict.SiteShare> share = verdict.map(v -> v.sites().get(site.site()));
    Optional<HeartBeats> beats = share.flatMap(Verdict.SiteShare::beats);
    return SiteEvidence.newBuilder()
        .setSite(Site.valueOf(site.site().name()))
        .setUsed(share.isPresent())
        .setReasons(codes(site.cautions()))
        .setProbabilities(share.map(s -> probabilities(s.alone())).orElse(null))
        .setAttention(share.flatMap(Answers::attention).orElse(null))
        .setRecordings(site.completeRecordings())
        .setQuality(site.hearing().map(hearing -> quality(hearing.quality())).orElse(null))
        .setUsableCycles(beats.map(HeartBeats::usableCycles).orElse(null))
        .setSystolicExcess(beats.flatMap(HeartBeats::systolicExcess).orElse(null))
        .build();
  }

  private static Optional<Double> attention(Verdict.SiteShare share) {
    return share.attention().isPresent()
        ? Optional.of(share.attention().getAsDouble())
        : Optional.empty();
  }

  private static List<Reason> reasons(Evidence evidence, Optional<Verdict> verdict) {
    List<Reason> reasons = new ArrayList<>();
    for (Evidence.Site site : evidence.sites()) {
      for (ReasonCode code : codes(site.cautions())) {
        reasons.add(new Reason(code, Site.valueOf(site.site().name())));
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

  private static Probabilities probabilities(org.murmurstream.model.Probabilities of) {
    return new Probabilities(of.present(), of.unknown(), of.absent());
  }

  private static SignalQuality quality(org.murmurstream.model.audio.SignalQuality of) {
    return SignalQuality.newBuilder()
        .setSeconds(of.seconds())
        .setClippedShare(of.clippedShare())
        .setSilentShare(of.silentShare())
        .setDropouts(of.dropouts())
        .setSnrDb(of.snrDb().isPresent() ? of.snrDb().getAsDouble() : null)
        .setHeartRateBpm(of.heartRateBpm().isPresent() ? of.heartRateBpm().getAsDouble() : null)
        .build();
  }
}
