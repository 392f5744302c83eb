package org.murmurstream.kafka.predictions;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.schemas.MurmurPrediction;

/**
 * A prediction as it was published, to be held against another.
 *
 * @param at where it lies
 * @param content what it says
 */
public record PublishedPrediction(Place at, MurmurPrediction content) {

  /** Reads records of the predictions' topic. What it throws, {@code SerdeFault} sorts. */
  public static Function<ConsumerRecord<byte[], byte[]>, PublishedPrediction> reader(
      Connection connection) {
    Deserializer<MurmurPrediction> deserializer =
        AvroSerdes.of(connection).value(MurmurPrediction.class).deserializer();
    return record ->
        new PublishedPrediction(
            Place.of(record), deserializer.deserialize(record.topic(), record.value()));
  }

  public String patientId() {
    return content.getPatientId();
  }

  public String examId() {
    return content.getExamId();
  }

  public int revision() {
    return content.getRevision();
  }

  /** Digest of the model that speaks. */
  public String modelDigest() {
    return content.getModel().getDigest();
  }

  /** Where the last chunk lies that it rests on. */
  public Place lastChunk() {
    return new Place(
        content.getProvenance().getTopic(),
        content.getProvenance().getPartition(),
        content.getProvenance().getLastOffset());
  }

  /** When it was decided, in milliseconds since the epoch. */
  public long decidedAt() {
    return content.getDecidedAt().toEpochMilli();
  }

  /**
   * Holds it against what should have been published: every field, but for when it was decided.
   *
   * @param recordings name of the topic the chunks were read from
   * @param tolerance by how much numbers may differ; above 0 what is written of them in sentences
   *     is not compared
   * @return the paths of the fields that differ, such as {@code sites[2].attention}; no values, for
   *     they are findings
   */
  public List<String> differencesFrom(Prediction expected, String recordings, double tolerance) {
    return new RecordComparison(tolerance, "decidedAt", tolerance > 0 ? "explanation" : "")
        .differences(PredictionWire.of(expected, recordings), content);
  }

  /** A verdict is a patient's: only where it lies is ever printed. */
  @Override
  public String toString() {
    return "PublishedPrediction[%s]".formatted(at);
  }
}
