package org.murmurstream.sim;

import java.util.List;
import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;

/**
 * Where devices and clinicians send to.
 *
 * @param recordings what the devices hear
 * @param diagnoses what clinicians found
 * @param annotations what experts marked
 */
public record UplinkTopics(
    Topic<RecordingChunk> recordings,
    Topic<Diagnosis> diagnoses,
    Topic<CycleAnnotation> annotations) {

  /** The topics under the names of the catalogue. */
  public static UplinkTopics of(AvroSerdes serdes) {
    return new UplinkTopics(
        serdes.topic(TopicCatalogue.RECORDINGS, RecordingChunk.class),
        serdes.topic(TopicCatalogue.DIAGNOSES, Diagnosis.class),
        serdes.topic(TopicCatalogue.ANNOTATIONS, CycleAnnotation.class));
  }

  List<String> names() {
    return List.of(recordings.name(), diagnoses.name(), annotations.name());
  }
}
