package org.murmurstream.stream;

import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Gatherer;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.kafka.serde.AvroDecoder;
import org.murmurstream.kafka.serde.WriterSchemas;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.kafka.wire.PredictionWire;
import org.murmurstream.kafka.wire.WireSerializer;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;
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

  private static final String RECORDINGS = "recordings";
  private static final String GUARD = "guard";
  private static final String GATHER = "gather";
  private static final String EMBED = "embed";
  private static final String DECIDE = "decide";
  private static final String PREDICTIONS = "predictions";
  private static final String EMBEDDINGS = "embeddings";
  private static final String DEAD_LETTERS = "dead-letters";

  private MurmurTopology() {}

  /**
   * Builds the pipeline; touches no network and starts nothing.
   *
   * @param topics what is read and written
   * @param abridger of what was read
   * @param placement where chunks belong
   * @param policy an exam's life
   * @param schemas those the chunks were written with; outlive the topology
   * @param mostHeld how many records of a partition wait for the registry at most
   * @param inference the ears; outlives the topology
   * @param meters what is counted and timed
   * @param appVersion version of this application, for the headers of dead letters
   */
  public static Topology build(
      Topics topics,
      Abridger abridger,
      Placement placement,
      GatherPolicy policy,
      WriterSchemas schemas,
      int mostHeld,
      Inference inference,
      ExamMeters meters,
      String appVersion) {
    DeadLetters deadLetters = new DeadLetters(appVersion, meters, DEAD_LETTERS);
    Gatherer gatherer = new Gatherer(policy);
    Repairs repairs = new Repairs(meters);
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
                    abridger,
                    new AvroDecoder<>(schemas, RecordingChunk.class),
                    policy,
                    placement,
                    mostHeld,
                    deadLetters,
                    meters,
                    GATHER),
            RECORDINGS)
        .addProcessor(GATHER, () -> new Gather(policy, deadLetters, meters, repairs, EMBED), GUARD)
        .addProcessor(EMBED, () -> new Embed(inference, gatherer, meters, repairs), GATHER)
        .addProcessor(
            DECIDE,
            () -> new Decide(inference, gatherer, meters, repairs, PREDICTIONS, EMBEDDINGS),
            EMBED)
        .addStateStore(Stores.onDisk(Stores.EXAMS), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.onDisk(Stores.DEADLINES), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.inMemory(Stores.WAITING), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.onDisk(Stores.HELD), GUARD, GATHER)
        .addStateStore(Stores.onDisk(Stores.CHUNKS), GATHER, EMBED)
        .addStateStore(Stores.onDisk(Stores.HEARINGS), GATHER, EMBED, DECIDE)
        .addStateStore(Stores.inMemory(Stores.PENDING_RECORDINGS), EMBED)
        .addStateStore(Stores.inMemory(Stores.PENDING_ANSWERS), DECIDE)
        .addSink(
            PREDICTIONS,
            topics.predictions().name(),
            topics.predictions().key().serializer(),
            new WireSerializer<Prediction, MurmurPrediction>(
                prediction -> PredictionWire.of(prediction, source),
                topics.predictions().value().serializer()),
            DECIDE)
        .addSink(
            EMBEDDINGS,
            topics.embeddings().name(),
            topics.embeddings().key().serializer(),
            new WireSerializer<Prediction.SiteVector, SiteEmbedding>(
                PredictionWire::of, topics.embeddings().value().serializer()),
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
    Inference unheard = null; // none is asked for anything until records are processed
    ExamMeters unread = null;
    WriterSchemas unknown = null;
    var abridger = new Abridger(0, Clock.systemUTC());
    var placement = new Placement(1, Optional.empty());
    return build(topics, abridger, placement, GatherPolicy.DEFAULT, unknown, 0, unheard, unread, "")
        .describe();
  }
}
