package org.murmurstream.kafka.wire;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.murmurstream.core.AgeGroup;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Flag;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.MurmurDescription;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Release;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SystolicExcess;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.ModelRelease;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.ReleaseStage;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEmbedding;

/**
 * The domain's words as they travel, and back. What bears the same name in both is the same thing;
 * on the wire every enum has one value more, which stands for what is not stated.
 */
public final class Wire {

  private Wire() {}

  public static Site of(AuscultationSite site) {
    return Site.valueOf(site.name());
  }

  /**
   * From the wire.
   *
   * @throws IllegalArgumentException if it is not stated
   */
  public static AuscultationSite of(Site site) {
    return AuscultationSite.valueOf(site.name());
  }

  public static Murmur of(MurmurClass murmur) {
    return Murmur.valueOf(murmur.name());
  }

  /**
   * From the wire.
   *
   * @throws IllegalArgumentException if it is not stated
   */
  public static MurmurClass of(Murmur murmur) {
    return MurmurClass.valueOf(murmur.name());
  }

  public static org.murmurstream.schemas.Probabilities of(Probabilities of) {
    return new org.murmurstream.schemas.Probabilities(of.present(), of.unknown(), of.absent());
  }

  public static Probabilities of(org.murmurstream.schemas.Probabilities of) {
    return new Probabilities(of.getPresent(), of.getUnknown(), of.getAbsent());
  }

  public static org.murmurstream.schemas.SignalQuality of(SignalQuality of) {
    return org.murmurstream.schemas.SignalQuality.newBuilder()
        .setSeconds(of.seconds())
        .setClippedShare(of.clippedShare())
        .setSilentShare(of.silentShare())
        .setDropouts(of.dropouts())
        .setSnrDb(orNull(of.snrDb()))
        .setHeartRateBpm(orNull(of.heartRateBpm()))
        .build();
  }

  public static org.murmurstream.schemas.SystolicExcess of(SystolicExcess of) {
    return org.murmurstream.schemas.SystolicExcess.newBuilder()
        .setBandEdgesHz(of.bandEdgesHz())
        .setEarlyDb(of.earlyDb())
        .setMidDb(of.midDb())
        .setLateDb(of.lateDb())
        .build();
  }

  public static org.murmurstream.schemas.Diagnosis of(Diagnosis of) {
    return org.murmurstream.schemas.Diagnosis.newBuilder()
        .setPatientId(of.patientId())
        .setExamId(of.examId().orElse(null))
        .setSubjectId(of.subjectId().orElse(null))
        .setMurmur(of(of.murmur()))
        .setMurmurLocations(of.murmurLocations().stream().map(Wire::of).toList())
        .setMostAudibleSite(of.mostAudibleSite().map(Wire::of).orElse(null))
        .setSystolic(of.systolic().map(Wire::of).orElse(null))
        .setDiastolic(of.diastolic().map(Wire::of).orElse(null))
        .setAgeGroup(
            of.ageGroup()
                .map(age -> org.murmurstream.schemas.AgeGroup.valueOf(age.name()))
                .orElse(org.murmurstream.schemas.AgeGroup.UNSPECIFIED))
        .build();
  }

  /**
   * From the wire.
   *
   * @throws IllegalArgumentException if the murmur or one of the sites is not stated
   */
  public static Diagnosis of(org.murmurstream.schemas.Diagnosis of) {
    return new Diagnosis(
        of.getPatientId(),
        Optional.ofNullable(of.getExamId()),
        Optional.ofNullable(of.getSubjectId()),
        of(of.getMurmur()),
        of.getMurmurLocations().stream().map(Wire::of).toList(),
        Optional.ofNullable(of.getMostAudibleSite()).map(Wire::of),
        Optional.ofNullable(of.getSystolic()).map(Wire::of),
        Optional.ofNullable(of.getDiastolic()).map(Wire::of),
        of.getAgeGroup() == org.murmurstream.schemas.AgeGroup.UNSPECIFIED
            ? Optional.empty()
            : Optional.of(AgeGroup.valueOf(of.getAgeGroup().name())));
  }

  private static List<org.murmurstream.schemas.CycleInterval> marks(List<CycleInterval> of) {
    return of.stream()
        .map(
            mark ->
                org.murmurstream.schemas.CycleInterval.newBuilder()
                    .setStartSeconds(mark.startSeconds())
                    .setEndSeconds(mark.endSeconds())
                    .setPhase(org.murmurstream.schemas.CyclePhase.valueOf(mark.phase().name()))
                    .build())
        .toList();
  }

  /**
   * From the wire.
   *
   * @throws IllegalArgumentException if a phase is not stated
   */
  public static CycleInterval of(org.murmurstream.schemas.CycleInterval of) {
    return new CycleInterval(
        of.getStartSeconds(), of.getEndSeconds(), CyclePhase.valueOf(of.getPhase().name()));
  }

  public static CycleAnnotation of(CycleMarks of) {
    return CycleAnnotation.newBuilder()
        .setExamId(of.examId())
        .setPatientId(of.patientId())
        .setSite(of(of.recording().site()))
        .setRecording(of.recording().number())
        .setIntervals(marks(of.intervals()))
        .build();
  }

  /**
   * From the wire.
   *
   * @throws IllegalArgumentException if the site or a phase is not stated
   */
  public static CycleMarks of(CycleAnnotation of) {
    return new CycleMarks(
        of.getPatientId(),
        of.getExamId(),
        new RecordingId(of(of.getSite()), of.getRecording()),
        of.getIntervals().stream().map(Wire::of).toList());
  }

  /** From the wire. */
  static SiteVector vector(SiteEmbedding of) {
    float[] vector = new float[of.getVector().size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = of.getVector().get(i);
    }
    return new SiteVector(
        of.getPatientId(),
        of.getExamId(),
        of.getEncoderDigest(),
        of.getAudioDigest(),
        of.getRecordings(),
        vector);
  }

  /**
   * A chunk as its device sends it.
   *
   * @param recordedAt when it began, by the device's clock
   */
  public static RecordingChunk of(Chunk of, Instant recordedAt) {
    CRC32C checksum = new CRC32C();
    checksum.update(of.samples());
    return RecordingChunk.newBuilder()
        .setExamId(of.examId())
        .setPatientId(of.patientId())
        .setDeviceId(of.deviceId())
        .setSite(of(of.recording().site()))
        .setRecording(of.recording().number())
        .setSequence(of.sequence())
        .setLast(of.last())
        .setSampleRateHz(of.sampleRateHz())
        .setEncoding(Encoding.PCM16)
        .setSamples(ByteBuffer.wrap(of.samples()))
        .setCrc32c(checksum.getValue())
        .setIntendedSites(intended(of))
        .setRecordedAt(recordedAt)
        .build();
  }

  /** Each announced site as often as it is to be recorded, in the order of sites. */
  private static List<Site> intended(Chunk chunk) {
    return Stream.of(AuscultationSite.values())
        .flatMap(
            site -> Collections.nCopies(chunk.announced().getOrDefault(site, 0), of(site)).stream())
        .toList();
  }

  public static ModelRelease of(Release of) {
    return ModelRelease.newBuilder()
        .setName(of.name())
        .setVersion(of.version())
        .setDigest(of.digest())
        .setLocation(of.location())
        .setStage(ReleaseStage.valueOf(of.stage().name()))
        .setMetrics(of.metrics())
        .setReleasedAt(of.releasedAt())
        .build();
  }

  /** From the wire. */
  public static Release of(ModelRelease of) {
    return new Release(
        of.getName(),
        of.getVersion(),
        of.getDigest(),
        of.getLocation(),
        Release.Stage.valueOf(of.getStage().name()),
        of.getMetrics(),
        of.getReleasedAt());
  }

  private static org.murmurstream.schemas.MurmurDescription of(MurmurDescription of) {
    return org.murmurstream.schemas.MurmurDescription.newBuilder()
        .setTiming(of.timing().orElse(null))
        .setShape(of.shape().orElse(null))
        .setGrading(of.grading().orElse(null))
        .setPitch(of.pitch().orElse(null))
        .setQuality(of.quality().orElse(null))
        .build();
  }

  private static MurmurDescription of(org.murmurstream.schemas.MurmurDescription of) {
    return new MurmurDescription(
        Optional.ofNullable(of.getTiming()),
        Optional.ofNullable(of.getShape()),
        Optional.ofNullable(of.getGrading()),
        Optional.ofNullable(of.getPitch()),
        Optional.ofNullable(of.getQuality()));
  }

  /** From the wire. */
  public static Flag.Figure of(org.murmurstream.schemas.Figure of) {
    return new Flag.Figure(
        of.getName(), of.getValue(), orEmpty(of.getLeast()), orEmpty(of.getGreatest()));
  }

  static OptionalDouble orEmpty(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
