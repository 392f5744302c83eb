package org.murmurstream.kafka.topics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;

/**
 * What the application's topics are called here.
 *
 * @param recordings chunks, in
 * @param predictions answers, out
 * @param embeddings what the encoder made of each site, out
 * @param deadLetters records that could not be taken in, out
 * @param models releases, in; not part of the topology
 */
public record TopicNames(
    String recordings, String predictions, String embeddings, String deadLetters, String models) {

  /** The topics with their serdes. */
  public Topics with(AvroSerdes serdes) {
    return new Topics(
        serdes.topic(TopicCatalogue.RECORDINGS, recordings, RecordingChunk.class),
        serdes.topic(TopicCatalogue.PREDICTIONS, predictions, MurmurPrediction.class),
        serdes.topic(TopicCatalogue.EMBEDDINGS, embeddings, SiteEmbedding.class),
        deadLetters);
  }

  /** Each name with what the catalogue says of its topic. */
  public Map<String, TopicSpec> specs() {
    var specs = new LinkedHashMap<String, TopicSpec>();
    specs.put(recordings, TopicCatalogue.RECORDINGS);
    specs.put(predictions, TopicCatalogue.PREDICTIONS);
    specs.put(embeddings, TopicCatalogue.EMBEDDINGS);
    specs.put(deadLetters, TopicCatalogue.DEAD_LETTERS);
    specs.put(models, TopicCatalogue.MODELS);
    return specs;
  }
}
