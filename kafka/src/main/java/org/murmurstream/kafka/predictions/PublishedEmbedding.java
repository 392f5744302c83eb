package org.murmurstream.kafka.predictions;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.schemas.SiteEmbedding;

/**
 * What the encoder made of a site as it was published, to be held against another.
 *
 * @param at where it lies
 * @param content what it says
 */
public record PublishedEmbedding(Place at, SiteEmbedding content) {

  /** Reads records of the embeddings' topic. What it throws, {@code SerdeFault} sorts. */
  public static Function<ConsumerRecord<byte[], byte[]>, PublishedEmbedding> reader(
      Connection connection) {
    Deserializer<SiteEmbedding> deserializer =
        AvroSerdes.of(connection).value(SiteEmbedding.class).deserializer();
    return record ->
        new PublishedEmbedding(
            Place.of(record), deserializer.deserialize(record.topic(), record.value()));
  }

  public String patientId() {
    return content.getPatientId();
  }

  public String examId() {
    return content.getExamId();
  }

  /** Whether it is of this site. */
  public boolean isOf(AuscultationSite site) {
    return content.getSite().name().equals(site.name());
  }

  /**
   * Holds it against what should have been published: every field.
   *
   * @param tolerance by how much numbers may differ, those above 1 in proportion
   * @return the paths of the fields that differ, such as {@code vector[2]}; no values
   */
  public List<String> differencesFrom(Prediction.SiteVector expected, double tolerance) {
    return new RecordComparison(tolerance).differences(PredictionWire.of(expected), content);
  }

  /** It is derived from a patient's audio: only where it lies is ever printed. */
  @Override
  public String toString() {
    return "PublishedEmbedding[%s]".formatted(at);
  }
}
