package org.murmurstream.trainer.replay;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serializer;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.AudioDigest;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.wire.Wire;
import org.murmurstream.schemas.CycleAnnotation;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SignalQuality;
import org.murmurstream.schemas.Site;
import org.murmurstream.schemas.SiteEmbedding;

/** An archive in memory, of three partitions a topic, read through consumers that pretend. */
final class TestArchive {

  static final int SAMPLES_PER_CHUNK = 400;
  private static final int PARTITIONS = 3;

  private final AvroSerdes serdes = AvroSerdes.inMemory();
  private final Serializers serializers =
      new Serializers(
          serdes.value(RecordingChunk.class).serializer(),
          serdes.value(Diagnosis.class).serializer(),
          serdes.value(CycleAnnotation.class).serializer(),
          serdes.value(SiteEmbedding.class).serializer());
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log =
      new LinkedHashMap<>();
  private final Map<TopicPartition, Long> deleted = new HashMap<>();
  private long clock;

  private record Serializers(
      Serializer<RecordingChunk> chunks,
      Serializer<Diagnosis> diagnoses,
      Serializer<CycleAnnotation> annotations,
      Serializer<SiteEmbedding> embeddings) {}

  TestArchive() {
    for (ArchiveTopic topic : ArchiveTopic.values()) {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        log.put(new TopicPartition(topic.spec().name(), partition), new ArrayList<>());
      }
    }
  }

  AvroSerdes serdes() {
    return serdes;
  }

  /** All topics but the embeddings. */
  static SortedMap<ArchiveTopic, String> names() {
    SortedMap<ArchiveTopic, String> names = namesWithEmbeddings();
    names.remove(ArchiveTopic.EMBEDDINGS);
    return names;
  }

  static SortedMap<ArchiveTopic, String> namesWithEmbeddings() {
    var names = new TreeMap<ArchiveTopic, String>();
    for (ArchiveTopic topic : ArchiveTopic.values()) {
      names.put(topic, topic.spec().name());
    }
    return names;
  }

  /** Uploads an exam as a device does, then what was found and marked. */
  TestArchive upload(ExamRecordings exam) {
    chunks(exam).forEach(this::add);
    exam.diagnosis().map(Wire::of).ifPresent(this::add);
    for (SiteRecording recording : exam.recordings()) {
      if (!recording.marks().isEmpty()) {
        add(annotation(exam, recording));
      }
    }
    return this;
  }

  static List<RecordingChunk> chunks(ExamRecordings exam) {
    List<RecordingChunk> chunks = new ArrayList<>();
    for (SiteRecording recording : exam.recordings()) {
      short[] samples = recording.audio().samples();
      for (int from = 0; from < samples.length; from += SAMPLES_PER_CHUNK) {
        int to = Math.min(samples.length, from + SAMPLES_PER_CHUNK);
        ByteBuffer bytes =
            ByteBuffer.allocate((to - from) * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples, from, to - from);
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        chunks.add(
            RecordingChunk.newBuilder()
                .setExamId(exam.examId())
                .setPatientId(exam.patientId())
                .setDeviceId("device")
                .setSite(Wire.of(recording.site()))
                .setRecording(recording.index())
                .setSequence(from / SAMPLES_PER_CHUNK)
                .setLast(to == samples.length)
                .setSampleRateHz(recording.audio().sampleRateHz())
                .setEncoding(Encoding.PCM16)
                .setSamples(bytes)
                .setCrc32c(crc.getValue())
                .setIntendedSites(exam.sites().stream().map(Wire::of).toList())
                .setRecordedAt(null)
                .build());
      }
    }
    return chunks;
  }

  static CycleAnnotation annotation(ExamRecordings exam, SiteRecording recording) {
    return Wire.of(
        new CycleMarks(
            exam.patientId(),
            exam.examId(),
            new RecordingId(recording.site(), recording.index()),
            recording.marks()));
  }

  void add(RecordingChunk chunk) {
    byte[] value = serializers.chunks().serialize(ArchiveTopic.RECORDINGS.spec().name(), chunk);
    add(ArchiveTopic.RECORDINGS, chunk.getPatientId(), value);
  }

  void add(Diagnosis diagnosis) {
    byte[] value =
        serializers.diagnoses().serialize(ArchiveTopic.DIAGNOSES.spec().name(), diagnosis);
    add(ArchiveTopic.DIAGNOSES, diagnosis.getPatientId(), value);
  }

  void add(CycleAnnotation annotation) {
    byte[] value =
        serializers.annotations().serialize(ArchiveTopic.ANNOTATIONS.spec().name(), annotation);
    add(ArchiveTopic.ANNOTATIONS, annotation.getPatientId(), value);
  }

  void add(SiteEmbedding embedding) {
    byte[] value =
        serializers.embeddings().serialize(ArchiveTopic.EMBEDDINGS.spec().name(), embedding);
    add(ArchiveTopic.EMBEDDINGS, embedding.getPatientId(), value);
  }

  /**
   * What the application says of a site it has heard.
   *
   * @param recordings how many of the site's recordings, the first ones, were heard
   * @param used how many of those the vector is of
   */
  static SiteEmbedding embedding(
      ExamRecordings exam,
      Site site,
      int recordings,
      int used,
      String encoderDigest,
      float... vector) {
    List<byte[]> digests = new ArrayList<>();
    for (int recording = 0; recording < recordings; recording++) {
      digests.add(digest(exam, site, recording));
    }
    return SiteEmbedding.newBuilder()
        .setExamId(exam.examId())
        .setPatientId(exam.patientId())
        .setSite(site)
        .setEncoderDigest(encoderDigest)
        .setAudioDigest(AudioDigest.hex(AudioDigest.over(digests)))
        .setVector(IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList())
        .setRecordings(used)
        .setQuality(
            SignalQuality.newBuilder()
                .setSeconds(1)
                .setClippedShare(0)
                .setSilentShare(0)
                .setDropouts(0)
                .build())
        .build();
  }

  private static byte[] digest(ExamRecordings exam, Site site, int recording) {
    List<RecordingChunk> chunks =
        chunks(exam).stream()
            .filter(chunk -> chunk.getSite() == site && chunk.getRecording() == recording)
            .toList();
    AudioDigest digest =
        AudioDigest.ofRecording(
            new RecordingId(AuscultationSite.valueOf(site.name()), recording),
            chunks.get(0).getSampleRateHz());
    for (RecordingChunk chunk : chunks) {
      byte[] samples = new byte[chunk.getSamples().remaining()];
      chunk.getSamples().duplicate().get(samples);
      digest.add(chunk.getSequence(), samples);
    }
    return digest.end();
  }

  /** Adds any bytes. */
  void add(ArchiveTopic topic, String key, byte[] value) {
    int partition = Math.floorMod(key.hashCode(), PARTITIONS);
    var records = log.get(new TopicPartition(topic.spec().name(), partition));
    records.add(
        new ConsumerRecord<>(
            topic.spec().name(),
            partition,
            records.size(),
            clock++,
            TimestampType.LOG_APPEND_TIME,
            key.length(),
            value.length,
            key.getBytes(StandardCharsets.UTF_8),
            value,
            new RecordHeaders(),
            Optional.empty()));
  }

  /** Retention has deleted the first records of a partition. */
  TestArchive deleteBefore(ArchiveTopic topic, int partition, long offset) {
    deleted.put(new TopicPartition(topic.spec().name(), partition), offset);
    return this;
  }

  /** A consumer that is given all of each partition at once, one partition a poll, in order. */
  MockConsumer<byte[], byte[]> consumer(Collection<TopicPartition> order) {
    return consumer(order, step -> {});
  }

  /**
   * The same.
   *
   * @param before what happens before each poll, given its number
   */
  MockConsumer<byte[], byte[]> consumer(
      Collection<TopicPartition> order, Consumer<Integer> before) {
    var consumer = new MockConsumer<byte[], byte[]>("none");
    Map<TopicPartition, Long> begin = new HashMap<>();
    Map<TopicPartition, Long> end = new HashMap<>();
    log.forEach(
        (partition, records) -> {
          begin.put(partition, deleted.getOrDefault(partition, 0L));
          end.put(partition, (long) records.size());
        });
    consumer.updateBeginningOffsets(begin);
    consumer.updateEndOffsets(end);
    for (ArchiveTopic topic : ArchiveTopic.values()) {
      consumer.updatePartitions(topic.spec().name(), partitions(topic.spec().name()));
    }
    int step = 0;
    for (TopicPartition partition : order) {
      int number = step++;
      consumer.schedulePollTask(
          () -> {
            before.accept(number);
            if (consumer.assignment().contains(partition)) {
              long next = consumer.position(partition);
              log.get(partition).stream()
                  .filter(record -> record.offset() >= next)
                  .forEach(consumer::addRecord);
            }
          });
    }
    return consumer;
  }

  List<TopicPartition> partitions() {
    return List.copyOf(log.keySet());
  }

  private static List<PartitionInfo> partitions(String topic) {
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      partitions.add(new PartitionInfo(topic, partition, Node.noNode(), new Node[0], new Node[0]));
    }
    return partitions;
  }
}
