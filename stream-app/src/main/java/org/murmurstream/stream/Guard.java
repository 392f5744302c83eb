package org.murmurstream.stream;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.murmurstream.model.exam.ChunkCheck;
import org.murmurstream.model.exam.GatherPolicy;
import org.murmurstream.model.exam.Rejection;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.serde.SerdeFault;

/**
 * Lets in what is a sound chunk, and sends everything else to the dead letters. What a stranger
 * sent never stops the application; a registry that does not answer does, for nothing may be
 * skipped.
 */
final class Guard implements Processor<byte[], byte[], Object, Object> {

  /** What a chunk's record may have beside its samples: ids, numbers, sites. */
  private static final int ENVELOPE_BYTES = 16 * 1024;

  private final String topic;
  private final Deserializer<RecordingChunk> deserializer;
  private final DeadLetters deadLetters;
  private final ChunkCheck check;
  private final int maxRecordBytes;
  private final ExamMeters meters;
  private ProcessorContext<Object, Object> context;

  Guard(
      String topic,
      Deserializer<RecordingChunk> deserializer,
      GatherPolicy policy,
      DeadLetters deadLetters,
      ExamMeters meters) {
    this.topic = topic;
    this.deserializer = deserializer;
    this.deadLetters = deadLetters;
    this.meters = meters;
    this.check = new ChunkCheck(policy);
    this.maxRecordBytes = policy.maxChunkBytes() + ENVELOPE_BYTES;
  }

  @Override
  public void init(ProcessorContext<Object, Object> processorContext) {
    this.context = processorContext;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Raw raw = Raw.of(record);
    Optional<Rejection> refusal = refusalUnread(raw);
    if (refusal.isPresent()) {
      refuse(raw, refusal.get());
      return;
    }
    RecordingChunk chunk;
    try {
      chunk = deserializer.deserialize(topic, raw.value());
    } catch (RuntimeException e) {
      refuse(raw, poison(e));
      return;
    }
    Optional<Rejection> fault = check.fault(text(raw.key()), chunk);
    if (fault.isPresent()) {
      refuse(raw, fault.get());
      return;
    }
    context.forward(
        new Record<>(
            chunk.getPatientId(), new Intake(ChunkCheck.translate(chunk), raw), record.timestamp()),
        MurmurTopology.GATHER);
  }

  private Optional<Rejection> refusalUnread(Raw raw) {
    if (!DeadLetters.isFramed(raw.value())) {
      return Optional.of(Rejection.NOT_FRAMED);
    }
    return raw.value().length > maxRecordBytes
        ? Optional.of(Rejection.RECORD_TOO_LARGE)
        : Optional.empty();
  }

  private static Rejection poison(RuntimeException e) {
    return switch (SerdeFault.of(e)) {
      case TRANSIENT -> throw new TransientFault(e);
      case UNKNOWN_SCHEMA -> Rejection.UNKNOWN_SCHEMA;
      case POISON -> Rejection.UNDECODABLE;
    };
  }

  private void refuse(Raw raw, Rejection reason) {
    meters.refused(reason);
    context.forward(
        deadLetters.of(raw, reason, context.recordMetadata(), context.currentSystemTimeMs()),
        MurmurTopology.DEAD_LETTERS);
  }

  private static String text(byte[] key) {
    return key == null ? "" : new String(key, StandardCharsets.UTF_8);
  }
}
