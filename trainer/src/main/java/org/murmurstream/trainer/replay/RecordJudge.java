package org.murmurstream.trainer.replay;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.kafka.wire.Label;
import org.murmurstream.kafka.wire.SiteVector;

/** Judges each record of the archive by itself, chunks by the rules of the stream application. */
final class RecordJudge {

  private final Archive archive;

  RecordJudge(Archive archive) {
    this.archive = archive;
  }

  /**
   * @throws RegistryAwayException if the record cannot be judged now
   */
  Entry judge(ArchiveTopic topic, ConsumerRecord<byte[], byte[]> record) {
    if (topic == ArchiveTopic.RECORDINGS) {
      ChunkReader.Reading reading = archive.chunk(record.key(), record.value());
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
        case DIAGNOSES ->
            judge(
                topic,
                record,
                archive.diagnosis(key(record), record.value()),
                Diagnosis::patientId,
                diagnosis -> diagnosis.examId().orElse(""));
        case ANNOTATIONS ->
            judge(
                topic,
                record,
                archive.annotation(key(record), record.value()),
                CycleMarks::patientId,
                CycleMarks::examId);
        case EMBEDDINGS ->
            judge(
                topic,
                record,
                archive.embedding(key(record), record.value()),
                SiteVector::patientId,
                SiteVector::examId);
        case RECORDINGS -> throw new IllegalStateException("chunks are judged by their reader");
      };
    } catch (RegistryAwayException e) {
      throw e;
    } catch (RuntimeException e) {
      return refused(topic, record, Archive.blame(e).name());
    }
  }

  private static <T> Entry judge(
      ArchiveTopic topic,
      ConsumerRecord<byte[], byte[]> record,
      Label<T> label,
      Function<T, String> patientId,
      Function<T, String> examId) {
    if (label instanceof Label.Sound<T> sound) {
      T content = sound.content();
      return entry(topic, record, "", patientId.apply(content), examId.apply(content));
    }
    return refused(topic, record, ((Label.Refused<T>) label).reason());
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
