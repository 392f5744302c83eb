package org.murmurstream.stream;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.serde.AvroDecoder;
import org.murmurstream.kafka.serde.SchemaUnavailableException;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.schemas.RecordingChunk;

/**
 * Lets in what is a sound chunk, and sends everything else to the dead letters. What a stranger
 * sent never stops the application. A record whose schema the registry has not told yet waits, with
 * those of its key behind it, and nobody else.
 */
final class Guard implements Processor<byte[], byte[], Object, Object> {

  private static final Duration TICK = Duration.ofMillis(100);

  /** Most records that wait to try at one tick. */
  private static final int TRIES_PER_TICK = 500;

  private final String topic;
  private final Abridger abridger;
  private final ChunkReader reader;
  private final Placement placement;
  private final int mostHeld;
  private final DeadLetters deadLetters;
  private final ExamMeters meters;
  private final String next;
  private ProcessorContext<Object, Object> context;
  private HeldRecords held;

  /**
   * @param topic name of the topic it reads
   * @param abridger of what was read
   * @param placement where chunks belong
   * @param mostHeld how many records wait at most
   * @param next name of the successor that takes what is let in
   */
  Guard(
      String topic,
      Abridger abridger,
      AvroDecoder<RecordingChunk> decoder,
      GatherPolicy policy,
      Placement placement,
      int mostHeld,
      DeadLetters deadLetters,
      ExamMeters meters,
      String next) {
    this.topic = topic;
    this.abridger = abridger;
    this.reader = new ChunkReader(policy, decoder::decode, Guard::blame);
    this.placement = placement;
    this.mostHeld = mostHeld;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.next = next;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    context = processorContext;
    held = new HeldRecords(context, topic, mostHeld);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Raw raw = abridger.raw(record, context.recordMetadata().orElseThrow());
    Optional<Rejection> impossible = reader.impossible(raw.key(), raw.value(), raw.length());
    if (impossible.isPresent()) {
      deadLetters.send(context, raw, impossible.get());
    } else if (held.holds(raw.key()) || !pass(raw)) {
      hold(raw);
    }
  }

  @Override
  public void close() {
    meters.held(context.taskId(), 0);
  }

  private void hold(Raw raw) {
    if (held.isFull()) {
      throw new TransientFault();
    }
    held.hold(raw);
  }

  private void tick(long now) {
    held.release(this::pass, TRIES_PER_TICK);
    meters.held(context.taskId(), held.size());
  }

  /** Whether a record's schema was at hand, so that it is seen to. */
  private boolean pass(Raw raw) {
    ChunkReader.Reading reading;
    try {
      reading = reader.read(raw.key(), raw.value());
    } catch (SchemaUnavailableException e) {
      return false;
    }
    if (reading instanceof ChunkReader.Refused refused) {
      deadLetters.send(context, raw, refused.reason());
    } else if (reading instanceof ChunkReader.Sound sound) {
      passSound(raw, sound.chunk());
    }
    return true;
  }

  private void passSound(Raw raw, Chunk chunk) {
    int partition = raw.origin().partition();
    meters.placed(placement.kind(raw.key(), partition));
    if (placement.isRefused(raw.key(), partition)) {
      deadLetters.send(context, raw, Rejection.MISPLACED);
    } else {
      context.forward(
          new Record<>(chunk.patientId(), new Intake(chunk, raw), raw.origin().timestamp()), next);
    }
  }

  private static Rejection blame(RuntimeException e) {
    if (e instanceof SchemaUnavailableException schema) {
      if (schema.isAwaited()) {
        throw schema;
      }
      return schema.isUnknown() ? Rejection.UNKNOWN_SCHEMA : Rejection.UNDECODABLE;
    }
    return Rejection.UNDECODABLE;
  }
}
