package org.murmurstream.trainer.replay;

import java.util.SortedMap;
import org.apache.avro.specific.SpecificRecord;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;

/**
 * The topics that are replayed, and how their values are decoded.
 *
 * @param recordings what devices uploaded
 * @param diagnoses what clinicians found
 * @param annotations what experts marked
 * @param embeddings what encoders made of the recordings
 */
public record Archive(
    Topic<RecordingChunk> recordings,
    Topic<Diagnosis> diagnoses,
    Topic<CycleAnnotation> annotations,
    Topic<SiteEmbedding> embeddings) {

  /**
   * The archive under the names its topics have.
   *
   * @param names what the topics are called; of one that is not read, nothing
   */
  public static Archive of(AvroSerdes serdes, SortedMap<ArchiveTopic, String> names) {
    return new Archive(
        topic(serdes, names, ArchiveTopic.RECORDINGS, RecordingChunk.class),
        topic(serdes, names, ArchiveTopic.DIAGNOSES, Diagnosis.class),
        topic(serdes, names, ArchiveTopic.ANNOTATIONS, CycleAnnotation.class),
        topic(serdes, names, ArchiveTopic.EMBEDDINGS, SiteEmbedding.class));
  }

  private static <T extends SpecificRecord> Topic<T> topic(
      AvroSerdes serdes, SortedMap<ArchiveTopic, String> names, ArchiveTopic topic, Class<T> type) {
    return serdes.topic(topic.spec(), names.getOrDefault(topic, topic.spec().name()), type);
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

  SiteEmbedding embedding(byte[] value) {
    return decode(embeddings, value);
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
