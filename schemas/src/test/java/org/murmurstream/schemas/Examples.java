package org.murmurstream.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** One record of every type, with something in every field. */
public final class Examples {

  private static final String PATIENT = "patient-1";
  private static final String EXAM = "exam-7f3a";
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final Instant AT = Instant.parse("2026-03-14T09:26:53.589Z");

  private Examples() {}

  /** By the name of the topic that carries it. */
  public static Map<String, SpecificRecord> byTopic() {
    return Map.of(
        TopicCatalogue.RECORDINGS.name(), chunk(),
        TopicCatalogue.PREDICTIONS.name(), prediction(),
        TopicCatalogue.DIAGNOSES.name(), diagnosis(),
        TopicCatalogue.ANNOTATIONS.name(), annotation(),
        TopicCatalogue.EMBEDDINGS.name(), embedding(),
        TopicCatalogue.MODELS.name(), release());
  }

  private static RecordingChunk chunk() {
    return RecordingChunk.newBuilder()
        .setExamId(EXAM)
        .setPatientId(PATIENT)
        .setDeviceId("stethoscope-12")
        .setSite(Site.MV)
        .setRecording(1)
        .setSequence(3)
        .setLast(true)
        .setSampleRateHz(4000)
        .setEncoding(Encoding.PCM16)
        .setSamples(ByteBuffer.wrap(new byte[] {1, 0, -1, -1, 0, -128, -1, 127}))
        .setCrc32c(3_735_928_559L)
        .setIntendedSites(List.of(Site.AV, Site.PV, Site.TV, Site.MV, Site.PHC))
        .setRecordedAt(AT)
        .build();
  }

  private static MurmurPrediction prediction() {
    return MurmurPrediction.newBuilder()
        .setExamId(EXAM)
        .setPatientId(PATIENT)
        .setRevision(2)
        .setStatus(PredictionStatus.PARTIAL)
        .setMurmur(Murmur.PRESENT)
        .setProbabilities(probabilities(0.75, 0.125))
        .setSites(
            List.of(
                SiteEvidence.newBuilder()
                    .setSite(Site.AV)
                    .setUsed(true)
                    .setReasons(List.of(ReasonCode.CLIPPED))
                    .setProbabilities(probabilities(0.5, 0.25))
                    .setAttention(1.0)
                    .setRecordings(1)
                    .setQuality(quality())
                    .setUsableCycles(17)
                    .setSystolicExcess(
                        SystolicExcess.newBuilder()
                            .setBandEdgesHz(List.of(45.0, 90.0, 180.0))
                            .setEarlyDb(List.of(3.5, 2.25))
                            .setMidDb(List.of(6.0, 4.5))
                            .setLateDb(List.of(-0.5, 0.0))
                            .build())
                    .build(),
                SiteEvidence.newBuilder()
                    .setSite(Site.MV)
                    .setUsed(false)
                    .setReasons(List.of(ReasonCode.MISSING_SITE))
                    .build()))
        .setReasons(
            List.of(
                Reason.newBuilder().setCode(ReasonCode.MISSING_SITE).setSite(Site.MV).build(),
                Reason.newBuilder().setCode(ReasonCode.LOW_MARGIN).build(),
                Reason.newBuilder()
                    .setCode(ReasonCode.UNFAMILIAR_SOUND)
                    .setFigures(
                        List.of(
                            Figure.newBuilder()
                                .setName("bandLo")
                                .setValue(1.625)
                                .setLeast(-0.125)
                                .setGreatest(1.0)
                                .build()))
                    .build()))
        .setRuling(
            Ruling.newBuilder()
                .setPresentWeight(4.5)
                .setUnknownWeight(6)
                .setAbsentWeight(1)
                .setMinMargin(0.125)
                .setRegression("flagged")
                .setDoubts(
                    List.of(
                        Doubt.newBuilder()
                            .setFlag(ReasonCode.UNFAMILIAR_SOUND)
                            .setMurmur(Murmur.ABSENT)
                            .setLeast(0.875)
                            .build()))
                .build())
        .setExplanation("Present: probability times weight is highest for Present.")
        .setLimits(List.of("Diastolic murmurs are not heard."))
        .setModel(
            ModelIdentity.newBuilder()
                .setName("murmur")
                .setVersion(DIGEST.substring(0, 12))
                .setDigest(DIGEST)
                .setTrained(true)
                .build())
        .setProvenance(
            Provenance.newBuilder()
                .setTopic("recordings")
                .setPartition(5)
                .setFirstOffset(4_294_967_296L)
                .setLastOffset(4_294_967_311L)
                .setAudioDigest(DIGEST)
                .build())
        .setFirstChunkAt(AT)
        .setLastChunkAt(AT.plusSeconds(61))
        .setDecidedAt(AT.plusMillis(61_234))
        .build();
  }

  private static Diagnosis diagnosis() {
    return Diagnosis.newBuilder()
        .setPatientId(PATIENT)
        .setExamId(EXAM)
        .setSubjectId("subject-1")
        .setMurmur(Murmur.PRESENT)
        .setMurmurLocations(List.of(Site.PV, Site.TV))
        .setMostAudibleSite(Site.TV)
        .setSystolic(description("Holosystolic", "Plateau", "III/VI", "High", "Harsh"))
        .setDiastolic(description("Early-diastolic", "Decrescendo", "I/IV", "Medium", "Blowing"))
        .setAgeGroup(AgeGroup.CHILD)
        .setDiagnosedAt(AT)
        .build();
  }

  private static CycleAnnotation annotation() {
    return CycleAnnotation.newBuilder()
        .setExamId(EXAM)
        .setPatientId(PATIENT)
        .setSite(Site.AV)
        .setRecording(1)
        .setIntervals(
            List.of(
                interval(0.25, 0.375, CyclePhase.S1),
                interval(0.375, 0.625, CyclePhase.SYSTOLE),
                interval(0.625, 0.75, CyclePhase.S2),
                interval(0.75, 1.25, CyclePhase.DIASTOLE)))
        .setAnnotator("expert-3")
        .build();
  }

  private static SiteEmbedding embedding() {
    return SiteEmbedding.newBuilder()
        .setExamId(EXAM)
        .setPatientId(PATIENT)
        .setSite(Site.TV)
        .setEncoderDigest(DIGEST)
        .setAudioDigest(DIGEST)
        .setVector(List.of(0.5f, -1.25f, 3.0e-5f))
        .setRecordings(2)
        .setQuality(quality())
        .build();
  }

  private static ModelRelease release() {
    return ModelRelease.newBuilder()
        .setName("murmur")
        .setVersion(DIGEST.substring(0, 12))
        .setDigest(DIGEST)
        .setLocation("s3://models/murmur")
        .setStage(ReleaseStage.PRODUCTION)
        .setMetrics(Map.of("validation.wacc", 0.75))
        .setReleasedAt(AT)
        .build();
  }

  private static SignalQuality quality() {
    return SignalQuality.newBuilder()
        .setSeconds(21.5)
        .setClippedShare(0.0625)
        .setSilentShare(0.125)
        .setDropouts(1)
        .setSnrDb(18.5)
        .setHeartRateBpm(104.0)
        .build();
  }

  private static Probabilities probabilities(double present, double unknown) {
    return Probabilities.newBuilder()
        .setPresent(present)
        .setUnknown(unknown)
        .setAbsent(1 - present - unknown)
        .build();
  }

  private static MurmurDescription description(
      String timing, String shape, String grading, String pitch, String quality) {
    return MurmurDescription.newBuilder()
        .setTiming(timing)
        .setShape(shape)
        .setGrading(grading)
        .setPitch(pitch)
        .setQuality(quality)
        .build();
  }

  private static CycleInterval interval(double start, double end, CyclePhase phase) {
    return CycleInterval.newBuilder()
        .setStartSeconds(start)
        .setEndSeconds(end)
        .setPhase(phase)
        .build();
  }
}
