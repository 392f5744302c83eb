package org.murmurstream.stream;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.schemas.RecordingChunk;

/**
 * Lets in what is a sound chunk, and sends everything else to the dead letters. What a stranger
 * sent never stops the application; a registry that does not answer does, for nothing may be
 * skipped.
 */
final class Guard implements Processor<byte[], byte[], Object, Object> {

  private final ChunkReader reader;
  private final DeadLetters deadLetters;
  private final String next;
  private ProcessorContext<Object, Object> context;

  /**
   * @param topic name of the topic it reads
   * @param next name of the successor that takes what is let in
   */
  Guard(
      String topic,
      Deserializer<RecordingChunk> deserializer,
      GatherPolicy policy,
      DeadLetters deadLetters,
      String next) {
    this.reader =
        new ChunkReader(policy, value -> deserializer.deserialize(topic, value), Guard::poison);
    this.deadLetters = deadLetters;
    this.next = next;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    this.context = processorContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Raw raw = Raw.of(record);
    ChunkReader.Reading reading = reader.read(raw.key(), raw.value());
    if (reading instanceof ChunkReader.Refused refused) {
      deadLetters.send(context, raw, refused.reason());
    } else if (reading instanceof ChunkReader.Sound sound) {
      Chunk chunk = sound.chunk();
      context.forward(
          new Record<>(chunk.patientId(), new Intake(chunk, raw), record.timestamp()), next);
    }
  }

  private static Rejection poison(RuntimeException e) {
    return switch (SerdeFault.of(e)) {
      case TRANSIENT -> throw new TransientFault(e);
      case UNKNOWN_SCHEMA -> Rejection.UNKNOWN_SCHEMA;
      case POISON -> Rejection.UNDECODABLE;
    };
  }
}
