package org.murmurstream.trainer.replay;

import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.model.exam.Rejection;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.serde.AvroSerdes;
import org.murmurstream.serde.SerdeFault;
import org.murmurstream.serde.Topic;

/**
 * The topics that are replayed, and how their values are decoded.
 *
 * @param recordings what devices uploaded
 * @param diagnoses what clinicians found
 * @param annotations what experts marked
 */
public record Archive(
    Topic<RecordingChunk> recordings,
    Topic<Diagnosis> diagnoses,
    Topic<CycleAnnotation> annotations) {

  /**
   * The archive under the names its topics have.
   *
   * @param names what the topics are called
   */
  public static Archive of(AvroSerdes serdes, SortedMap<ArchiveTopic, String> names) {
    return new Archive(
        serdes.topic(
            ArchiveTopic.RECORDINGS.spec(),
            names.get(ArchiveTopic.RECORDINGS),
            RecordingChunk.class),
        serdes.topic(
            ArchiveTopic.DIAGNOSES.spec(), names.get(ArchiveTopic.DIAGNOSES), Diagnosis.class),
        serdes.topic(
            ArchiveTopic.ANNOTATIONS.spec(),
            names.get(ArchiveTopic.ANNOTATIONS),
            CycleAnnotation.class));
  }

  SortedMap<ArchiveTopic, String> names() {
    SortedMap<ArchiveTopic, String> names = new TreeMap<>();
    names.put(ArchiveTopic.RECORDINGS, recordings.name());
    names.put(ArchiveTopic.DIAGNOSES, diagnoses.name());
    names.put(ArchiveTopic.ANNOTATIONS, annotations.name());
    return names;
  }

  RecordingChunk chunk(byte[] value) {
    return decode(recordings, value);
  }

  Diagnosis diagnosis(byte[] value) {
    return decode(diagnoses, value);
  }

  CycleAnnotation annotation(byte[] value) {
    return decode(annotations, value);
  }

  private static <T> T decode(Topic<T> topic, byte[] value) {
    return topic.value().deserializer().deserialize(topic.name(), value);
  }

  /**
   * What a failure to decode says about the record.
   *
   * @throws RegistryAwayException if it says nothing
   */
  static Rejection blame(RuntimeException failure) {
    return switch (SerdeFault.of(failure)) {
      case TRANSIENT -> throw new RegistryAwayException(failure);
      case UNKNOWN_SCHEMA -> Rejection.UNKNOWN_SCHEMA;
      case POISON -> Rejection.UNDECODABLE;
    };
  }
}
