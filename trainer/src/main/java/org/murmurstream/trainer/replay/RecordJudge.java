package org.murmurstream.trainer.replay;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.SiteEmbedding;

/** Judges each record of the archive by itself, chunks by the rules of the stream application. */
final class RecordJudge {

  private final Archive archive;
  private final ChunkReader chunks;

  RecordJudge(Archive archive, GatherPolicy policy) {
    this.archive = archive;
    this.chunks = new ChunkReader(policy, archive::chunk, Archive::blame);
  }

  /**
   * @throws RegistryAwayException if the record cannot be judged now
   */
  Entry judge(ArchiveTopic topic, ConsumerRecord<byte[], byte[]> record) {
    if (topic == ArchiveTopic.RECORDINGS) {
      ChunkReader.Reading reading = chunks.read(record.key(), record.value());
      if (reading instanceof ChunkReader.Sound sound) {
        Chunk chunk = sound.chunk();
        return entry(topic, record, "", chunk.patientId(), chunk.examId());
      }
      return refused(topic, record, ((ChunkReader.Refused) reading).reason().name());
    }
    if (!ChunkReader.isFramed(record.value())) {
      return refused(topic, record, Rejection.NOT_FRAMED.name());
    }
    try {
      return switch (topic) {
        case DIAGNOSES -> judge(record, archive.diagnosis(record.value()));
        case ANNOTATIONS -> judge(record, archive.annotation(record.value()));
        case EMBEDDINGS -> judge(record, archive.embedding(record.value()));
        case RECORDINGS -> throw new IllegalStateException("chunks are judged by their reader");
      };
    } catch (RegistryAwayException e) {
      throw e;
    } catch (RuntimeException e) {
      return refused(topic, record, Archive.blame(e).name());
    }
  }

  private static Entry judge(ConsumerRecord<byte[], byte[]> record, Diagnosis diagnosis) {
    Optional<String> fault = LabelFault.of(key(record), diagnosis);
    String examId = diagnosis.getExamId() == null ? "" : diagnosis.getExamId();
    return fault
        .map(reason -> refused(ArchiveTopic.DIAGNOSES, record, reason))
        .orElseGet(
            () -> entry(ArchiveTopic.DIAGNOSES, record, "", diagnosis.getPatientId(), examId));
  }

  private static Entry judge(ConsumerRecord<byte[], byte[]> record, CycleAnnotation annotation) {
    return LabelFault.of(key(record), annotation)
        .map(reason -> refused(ArchiveTopic.ANNOTATIONS, record, reason))
        .orElseGet(
            () ->
                entry(
                    ArchiveTopic.ANNOTATIONS,
                    record,
                    "",
                    annotation.getPatientId(),
                    annotation.getExamId()));
  }

  private static Entry judge(ConsumerRecord<byte[], byte[]> record, SiteEmbedding embedding) {
    return LabelFault.of(key(record), embedding)
        .map(reason -> refused(ArchiveTopic.EMBEDDINGS, record, reason))
        .orElseGet(
            () ->
                entry(
                    ArchiveTopic.EMBEDDINGS,
                    record,
                    "",
                    embedding.getPatientId(),
                    embedding.getExamId()));
  }

  private static Entry refused(
      ArchiveTopic topic, ConsumerRecord<byte[], byte[]> record, String reason) {
    return entry(topic, record, reason, "", "");
  }

  private static Entry entry(
      ArchiveTopic topic,
      ConsumerRecord<byte[], byte[]> record,
      String refusal,
      String patientId,
      String examId) {
    return new Entry(
        topic, record.partition(), record.offset(), record.timestamp(), refusal, patientId, examId);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
  }
}
