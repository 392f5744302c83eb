package org.murmurstream.stream;

import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.store.Stores;

/**
 * The pipeline, from chunks to answers:
 *
 * <pre>
 * recordings -&gt; guard -&gt; gather -&gt; embed -&gt; decide -&gt; predictions, embeddings
 *                 |        |
 *                 +--------+-&gt; dead-letters
 * </pre>
 */
public final class MurmurTopology {

  static final String RECORDINGS = "recordings";
  static final String GUARD = "guard";
  static final String GATHER = "gather";
  static final String EMBED = "embed";
  static final String DECIDE = "decide";
  static final String PREDICTIONS = "predictions";
  static final String EMBEDDINGS = "embeddings";
  static final String DEAD_LETTERS = "dead-letters";

  private MurmurTopology() {}

  /**
   * Builds the pipeline; touches no network and starts nothing.
   *
   * @param topics what is read and written
   * @param policy an exam's life
   * @param inference the ears; outlives the topology
   * @param meters what is counted and timed
   * @param appVersion version of this application, for the headers of dead letters
   */
  public static Topology build(
      Topics topics,
      GatherPolicy policy,
      Inference inference,
      ExamMeters meters,
      String appVersion) {
    DeadLetters deadLetters = new DeadLetters(appVersion);
    Gatherer gatherer = new Gatherer(policy);
    String source = topics.recordings().name();
    return new Topology()
        .addSource(
            AutoOffsetReset.none(),
            RECORDINGS,
            new BrokerTime(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            source)
        .addProcessor(
            GUARD,
            () ->
                new Guard(
                    source,
                    topics.recordings().value().deserializer(),
                    policy,
                    deadLetters,
                    meters),
            RECORDINGS)
        .addProcessor(GATHER, () -> new Gather(policy, deadLetters, meters), GUARD)
        .addProcessor(EMBED, () -> new Embed(inference, gatherer), GATHER)
        .addProcessor(DECIDE, () -> new Decide(source, inference, gatherer, meters), EMBED)
        .addStateStore(Stores.onDisk(Stores.EXAMS), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.onDisk(Stores.DEADLINES), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.inMemory(Stores.WAITING), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.onDisk(Stores.CHUNKS), GATHER, EMBED)
        .addStateStore(Stores.onDisk(Stores.HEARINGS), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.inMemory(Stores.PENDING_RECORDINGS), EMBED)
        .addStateStore(Stores.inMemory(Stores.PENDING_ANSWERS), DECIDE)
        .addSink(
            PREDICTIONS,
            topics.predictions().name(),
            topics.predictions().key().serializer(),
            topics.predictions().value().serializer(),
            DECIDE)
        .addSink(
            EMBEDDINGS,
            topics.embeddings().name(),
            topics.embeddings().key().serializer(),
            topics.embeddings().value().serializer(),
            DECIDE)
        .addSink(
            DEAD_LETTERS,
            topics.deadLetters(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            GUARD,
            GATHER);
  }

  /** The pipeline as Kafka Streams describes it; needs no ear. */
  public static TopologyDescription describe(Topics topics) {
    Inference unheard = null; // neither is asked for anything until records are processed
    ExamMeters unread = null;
    return build(topics, GatherPolicy.DEFAULT, unheard, unread, "").describe();
  }
}
