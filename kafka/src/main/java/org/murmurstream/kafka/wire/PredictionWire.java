package org.murmurstream.kafka.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubt;
import org.murmurstream.core.Flag;
import org.murmurstream.core.HeartBeats;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.Verdict;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.ExamEvidence;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.schemas.Figure;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Provenance;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.schemas.SiteEvidence;

/** The answer to an exam as it travels. */
public final class PredictionWire {

  private PredictionWire() {}

  /**
   * As it is published.
   *
   * @param recordings name of the topic the chunks were read from
   */
  public static MurmurPrediction of(Prediction prediction, String recordings) {
    Exam exam = prediction.exam();
    Optional<Verdict> verdict = prediction.verdict();
    return MurmurPrediction.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setRevision(exam.revision())
        .setStatus(PredictionStatus.valueOf(prediction.status().name()))
        .setMurmur(verdict.map(v -> Wire.of(v.murmur())).orElse(null))
        .setProbabilities(verdict.map(v -> Wire.of(v.probabilities())).orElse(null))
        .setSites(
            prediction.evidence().sites().stream()
                .map(site -> siteEvidence(site, verdict))
                .toList())
        .setReasons(prediction.reasons().stream().map(PredictionWire::reason).toList())
        .setRuling(verdict.map(v -> ruling(v.ruling())).orElse(null))
        .setExplanation(verdict.map(Verdict::explanation).orElse(null))
        .setLimits(verdict.map(Verdict::limits).orElse(List.of()))
        .setModel(
            ModelIdentity.newBuilder()
                .setName(prediction.model().name())
                .setVersion(prediction.model().version())
                .setDigest(prediction.model().digest())
                .setTrained(prediction.model().trained())
                .build())
        .setProvenance(
            Provenance.newBuilder()
                .setTopic(recordings)
                .setPartition(exam.source().partition())
                .setFirstOffset(exam.source().firstOffset())
                .setLastOffset(exam.source().lastOffset())
                .setAudioDigest(AudioDigest.hex(prediction.evidence().audioDigest()))
                .build())
        .setFirstChunkAt(Instant.ofEpochMilli(exam.source().firstChunkAt()))
        .setLastChunkAt(Instant.ofEpochMilli(exam.source().lastChunkAt()))
        .setDecidedAt(Instant.ofEpochMilli(prediction.decidedAt()))
        .build();
  }

  /**
   * How the verdict follows, from what was published. Flags and doubts that are newer than this
   * build are left out.
   *
   * @return empty if there is no verdict, or it was published without
   */
  public static Optional<Ruling> ruling(MurmurPrediction prediction) {
    return Optional.ofNullable(prediction.getRuling())
        .map(
            ruling ->
                new Ruling(
                    new DecisionRule(
                        ruling.getPresentWeight(),
                        ruling.getUnknownWeight(),
                        ruling.getAbsentWeight(),
                        ruling.getMinMargin()),
                    Optional.ofNullable(ruling.getRegression()),
                    flags(prediction.getReasons()),
                    ruling.getDoubts().stream()
                        .filter(doubt -> doubt.getFlag() != ReasonCode.UNSPECIFIED)
                        .map(PredictionWire::doubt)
                        .toList()));
  }

  /** What the encoder made of a site, as it is published. */
  public static SiteEmbedding of(Prediction.SiteVector of) {
    var found = of.site().found().orElseThrow();
    List<Float> vector = new ArrayList<>(found.embedding().length);
    for (float value : found.embedding()) {
      vector.add(value);
    }
    return SiteEmbedding.newBuilder()
        .setExamId(of.exam().examId())
        .setPatientId(of.exam().patientId())
        .setSite(Wire.of(of.site().site()))
        .setEncoderDigest(of.encoderDigest())
        .setAudioDigest(AudioDigest.hex(of.site().audioDigest().orElseThrow()))
        .setVector(vector)
        .setRecordings(found.recordings())
        .setQuality(Wire.of(found.quality()))
        .build();
  }

  private static SiteEvidence siteEvidence(ExamEvidence.Site site, Optional<Verdict> verdict) {
    Optional<Verdict.SiteShare> share = verdict.map(v -> v.sites().get(site.site()));
    Optional<HeartBeats> beats = share.flatMap(Verdict.SiteShare::beats);
    return SiteEvidence.newBuilder()
        .setSite(Wire.of(site.site()))
        .setUsed(share.isPresent())
        .setReasons(codes(site.cautions()))
        .setProbabilities(share.map(s -> Wire.of(s.alone())).orElse(null))
        .setAttention(share.map(s -> Wire.orNull(s.attention())).orElse(null))
        .setRecordings(site.completeRecordings())
        .setQuality(site.found().map(found -> Wire.of(found.quality())).orElse(null))
        .setUsableCycles(beats.map(HeartBeats::usableCycles).orElse(null))
        .setSystolicExcess(beats.flatMap(HeartBeats::systolicExcess).map(Wire::of).orElse(null))
        .build();
  }

  private static Reason reason(Prediction.Reason reason) {
    return new Reason(
        code(reason.caution()),
        reason.site().map(Wire::of).orElse(null),
        reason.figures().stream().map(PredictionWire::figure).toList());
  }

  private static Figure figure(Flag.Figure figure) {
    return new Figure(
        figure.name(), figure.value(), Wire.orNull(figure.least()), Wire.orNull(figure.greatest()));
  }

  private static org.murmurstream.schemas.Ruling ruling(Ruling ruling) {
    DecisionRule rule = ruling.rule();
    return new org.murmurstream.schemas.Ruling(
        rule.presentWeight(),
        rule.unknownWeight(),
        rule.absentWeight(),
        rule.minMargin(),
        ruling.regression().orElse(null),
        ruling.doubts().stream().map(PredictionWire::doubt).toList());
  }

  private static org.murmurstream.schemas.Doubt doubt(Doubt doubt) {
    return new org.murmurstream.schemas.Doubt(
        code(doubt.flag()), Wire.of(doubt.murmur()), Wire.orNull(doubt.least()));
  }

  private static Doubt doubt(org.murmurstream.schemas.Doubt doubt) {
    return new Doubt(
        Caution.valueOf(doubt.getFlag().name()),
        Wire.of(doubt.getMurmur()),
        Wire.orEmpty(doubt.getLeast()));
  }

  /** Reasons of the exam as a whole that a figure has raised. */
  private static List<Flag> flags(List<Reason> reasons) {
    return reasons.stream()
        .filter(reason -> reason.getSite() == null && !reason.getFigures().isEmpty())
        .filter(reason -> reason.getCode() != ReasonCode.UNSPECIFIED)
        .map(
            reason ->
                new Flag(
                    Caution.valueOf(reason.getCode().name()),
                    reason.getFigures().stream().map(Wire::of).toList()))
        .toList();
  }

  private static List<ReasonCode> codes(Collection<Caution> cautions) {
    return cautions.stream().map(PredictionWire::code).toList();
  }

  private static ReasonCode code(Caution caution) {
    return ReasonCode.valueOf(caution.name());
  }
}
