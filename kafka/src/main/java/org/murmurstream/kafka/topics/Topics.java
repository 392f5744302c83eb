package org.murmurstream.kafka.topics;

import org.murmurstream.kafka.Topic;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.schemas.TopicCatalogue;

/**
 * The topics the application reads and writes. Their serdes are shared by all of its threads.
 *
 * @param recordings chunks, in
 * @param predictions answers, out
 * @param embeddings what the encoder made of each site, out
 * @param deadLetters name of the topic of records that could not be taken in, out
 */
public record Topics(
    Topic<RecordingChunk> recordings,
    Topic<MurmurPrediction> predictions,
    Topic<SiteEmbedding> embeddings,
    String deadLetters) {

  /** The topics under the names of the catalogue. */
  public static Topics of(AvroSerdes serdes) {
    return new Topics(
        serdes.topic(TopicCatalogue.RECORDINGS, RecordingChunk.class),
        serdes.topic(TopicCatalogue.PREDICTIONS, MurmurPrediction.class),
        serdes.topic(TopicCatalogue.EMBEDDINGS, SiteEmbedding.class),
        TopicCatalogue.DEAD_LETTERS.name());
  }
}
