package org.murmurstream.kafka.wire;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.CycleInterval;
import org.murmurstream.schemas.CyclePhase;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurDescription;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEmbedding;

/**
 * Reads diagnoses, annotations and embeddings, and says what is wrong with one by itself. A value
 * without a frame must not be given to it.
 */
public final class LabelReader {

  /** A description holds characters that a table or a text file could not carry. */
  public static final String BAD_TEXT = "BAD_TEXT";

  /** Intervals are without length, not in rising order, or overlap. */
  public static final String BAD_MARKS = "BAD_MARKS";

  /** A vector is empty, or holds what is no finite number. */
  public static final String BAD_VECTOR = "BAD_VECTOR";

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 /.-]{0,63}");

  private final Serde<Diagnosis> diagnoses;
  private final Serde<CycleAnnotation> annotations;
  private final Serde<SiteEmbedding> embeddings;

  public LabelReader(AvroSerdes serdes) {
    this.diagnoses = serdes.value(Diagnosis.class);
    this.annotations = serdes.value(CycleAnnotation.class);
    this.embeddings = serdes.value(SiteEmbedding.class);
  }

  /**
   * Reads a diagnosis.
   *
   * @param topic its name
   * @param key the record's key
   * @param value the record's value, frame included
   * @throws RuntimeException what the deserializer threw; see {@link
   *     org.murmurstream.kafka.SerdeFault}
   */
  public Label<org.murmurstream.core.Diagnosis> diagnosis(String topic, String key, byte[] value) {
    Diagnosis read = diagnoses.deserializer().deserialize(topic, value);
    return label(read, fault(key, read), Wire::of);
  }

  /** Reads an annotation, as {@link #diagnosis}. */
  public Label<CycleMarks> annotation(String topic, String key, byte[] value) {
    CycleAnnotation read = annotations.deserializer().deserialize(topic, value);
    return label(read, fault(key, read), Wire::of);
  }

  /** Reads an embedding, as {@link #diagnosis}. */
  public Label<SiteVector> embedding(String topic, String key, byte[] value) {
    SiteEmbedding read = embeddings.deserializer().deserialize(topic, value);
    return label(read, fault(key, read), Wire::vector);
  }

  private static <A, T> Label<T> label(A read, Optional<String> fault, Function<A, T> content) {
    return fault.isPresent()
        ? new Label.Refused<>(fault.get())
        : new Label.Sound<>(content.apply(read), read);
  }

  private static Optional<String> fault(String key, Diagnosis diagnosis) {
    boolean ids =
        ChunkLimits.isId(diagnosis.getPatientId())
            && isIdOrNull(diagnosis.getExamId())
            && isIdOrNull(diagnosis.getSubjectId());
    boolean known =
        diagnosis.getMurmur() != Murmur.UNSPECIFIED
            && diagnosis.getMostAudibleSite() != Site.UNSPECIFIED
            && !diagnosis.getMurmurLocations().contains(Site.UNSPECIFIED);
    boolean plain =
        Stream.of(diagnosis.getSystolic(), diagnosis.getDiastolic())
            .filter(Objects::nonNull)
            .flatMap(LabelReader::texts)
            .allMatch(text -> TEXT.matcher(text).matches());
    if (!ids) {
      return Optional.of(Rejection.BAD_ID.name());
    }
    if (!diagnosis.getPatientId().equals(key)) {
      return Optional.of(Rejection.KEY_MISMATCH.name());
    }
    if (!known) {
      return Optional.of(Rejection.UNKNOWN_VALUE.name());
    }
    return plain ? Optional.empty() : Optional.of(BAD_TEXT);
  }

  private static Optional<String> fault(String key, CycleAnnotation annotation) {
    List<CycleInterval> intervals = annotation.getIntervals();
    if (!ChunkLimits.isId(annotation.getPatientId()) || !ChunkLimits.isId(annotation.getExamId())) {
      return Optional.of(Rejection.BAD_ID.name());
    }
    if (!annotation.getPatientId().equals(key)) {
      return Optional.of(Rejection.KEY_MISMATCH.name());
    }
    if (annotation.getSite() == Site.UNSPECIFIED
        || intervals.stream().anyMatch(i -> i.getPhase() == CyclePhase.UNSPECIFIED)) {
      return Optional.of(Rejection.UNKNOWN_VALUE.name());
    }
    if (annotation.getRecording() < 0 || annotation.getRecording() > ChunkLimits.MAX_RECORDING) {
      return Optional.of(Rejection.OUT_OF_RANGE.name());
    }
    return areRising(intervals) ? Optional.empty() : Optional.of(BAD_MARKS);
  }

  private static Optional<String> fault(String key, SiteEmbedding embedding) {
    if (!ChunkLimits.isId(embedding.getPatientId()) || !ChunkLimits.isId(embedding.getExamId())) {
      return Optional.of(Rejection.BAD_ID.name());
    }
    if (!embedding.getPatientId().equals(key)) {
      return Optional.of(Rejection.KEY_MISMATCH.name());
    }
    if (!DIGEST.matcher(embedding.getEncoderDigest()).matches()
        || !DIGEST.matcher(embedding.getAudioDigest()).matches()) {
      return Optional.of(Rejection.UNKNOWN_VALUE.name());
    }
    List<Float> vector = embedding.getVector();
    return !vector.isEmpty() && vector.stream().allMatch(Float::isFinite)
        ? Optional.empty()
        : Optional.of(BAD_VECTOR);
  }

  private static boolean areRising(List<CycleInterval> intervals) {
    double marked = 0;
    for (CycleInterval interval : intervals) {
      double start = interval.getStartSeconds();
      double end = interval.getEndSeconds();
      if (!(start >= marked && end > start && Double.isFinite(end))) {
        return false;
      }
      marked = end;
    }
    return true;
  }

  private static boolean isIdOrNull(String id) {
    return id == null || ChunkLimits.isId(id);
  }

  private static Stream<String> texts(MurmurDescription murmur) {
    return Stream.of(
            murmur.getTiming(),
            murmur.getShape(),
            murmur.getGrading(),
            murmur.getPitch(),
            murmur.getQuality())
        .filter(Objects::nonNull);
  }
}
