package org.murmurstream.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.schemas.Site.PV;
import static org.murmurstream.schemas.Site.TV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.SiteEmbedding;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubEar;

/** What is published of an exam is the same, field by field, whatever build publishes it. */
class PublishedAnswersTest {

  private static final Duration DEADLINE = GatherPolicy.DEFAULT.progressTimeout().plusSeconds(2);
  private static final Instant RECORDED = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path state;

  @Test
  void shouldPublishWhatTheGoldenFileHolds() throws IOException {
    // Given
    List<Exams> exams =
        List.of(
            exam("whole", "e1").with(AV, PV, TV, MV),
            exam("twice", "e2", AV, MV, MV).with(AV, MV).with(MV, 1, 3),
            exam("silent", "e3", AV, MV).with(AV).withSamples(MV, 0, (short) 0),
            exam("gaps", "e4").with(AV).with(TV, 1, 2),
            exam("poison", "e5", AV).withSamples(AV, 0, StubEar.POISON),
            exam("nothing", "e6", AV).withSamples(AV, 0, (short) 0));
    try (Pipeline pipeline = new Pipeline(state, StubEar::new)) {
      // When
      exams.forEach(exam -> exam.chunks().forEach(chunk -> send(pipeline, chunk)));
      pipeline.pass(DEADLINE);
      exam("twice", "e2", AV, MV, MV).with(PV).chunks().forEach(chunk -> send(pipeline, chunk));
      pipeline.pass(DEADLINE);

      // Then
      List<MurmurPrediction> answers = new ArrayList<>(pipeline.answers());
      answers.replaceAll(PublishedAnswersTest::atWhicheverTick);
      answers.sort(
          Comparator.comparing(MurmurPrediction::getExamId)
              .thenComparing(MurmurPrediction::getRevision));
      List<SiteEmbedding> embeddings = new ArrayList<>(pipeline.embeddings());
      embeddings.sort(Comparator.comparing(SiteEmbedding::getExamId)); // sites in order, still
      StringBuilder published = new StringBuilder();
      for (MurmurPrediction answer : answers) {
        published.append(json(answer));
      }
      for (SiteEmbedding embedding : embeddings) {
        published.append(json(embedding));
      }
      assertThat(published.toString()).isEqualTo(golden());
    }
  }

  private static MurmurPrediction atWhicheverTick(MurmurPrediction answer) {
    return MurmurPrediction.newBuilder(answer).setDecidedAt(Instant.EPOCH).build();
  }

  private static void send(Pipeline pipeline, RecordingChunk chunk) {
    pipeline.send(
        new TestRecord<>(chunk.getPatientId().getBytes(UTF_8), pipeline.encode(chunk), RECORDED));
  }

  private static <T extends SpecificRecordBase> String json(T record) throws IOException {
    var bytes = new ByteArrayOutputStream();
    JsonEncoder encoder = EncoderFactory.get().jsonEncoder(record.getSchema(), bytes);
    new SpecificDatumWriter<T>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return bytes.toString(UTF_8) + "\n";
  }

  private static String golden() throws IOException {
    try (var file = PublishedAnswersTest.class.getResourceAsStream("/published-answers.jsonl")) {
      return new String(file.readAllBytes(), UTF_8);
    }
  }
}
