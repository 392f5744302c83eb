package org.murmurstream.trainer.replay;

import java.util.SortedMap;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.kafka.wire.Label;
import org.murmurstream.kafka.wire.LabelReader;
import org.murmurstream.kafka.wire.SiteVector;

/** Reads the records of the topics that are replayed. */
final class Archive {

  private final SortedMap<ArchiveTopic, String> names;
  private final ChunkReader chunks;
  private final LabelReader labels;

  /**
   * @param policy the limits of a chunk
   * @param names what the topics are called; of one that is not read, nothing
   */
  Archive(AvroSerdes serdes, GatherPolicy policy, SortedMap<ArchiveTopic, String> names) {
    this.names = names;
    this.chunks = ChunkReader.of(policy, serdes, name(ArchiveTopic.RECORDINGS), Archive::blame);
    this.labels = new LabelReader(serdes);
  }

  ChunkReader.Reading chunk(byte[] key, byte[] value) {
    return chunks.read(key, value);
  }

  /** A chunk that was found sound before. */
  Chunk soundChunk(byte[] value) {
    return chunks.readSound(value);
  }

  Label<Diagnosis> diagnosis(String key, byte[] value) {
    return labels.diagnosis(name(ArchiveTopic.DIAGNOSES), key, value);
  }

  Label<CycleMarks> annotation(String key, byte[] value) {
    return labels.annotation(name(ArchiveTopic.ANNOTATIONS), key, value);
  }

  Label<SiteVector> embedding(String key, byte[] value) {
    return labels.embedding(name(ArchiveTopic.EMBEDDINGS), key, value);
  }

  private String name(ArchiveTopic topic) {
    return names.getOrDefault(topic, topic.spec().name());
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
