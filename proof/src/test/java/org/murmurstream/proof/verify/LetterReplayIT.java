package org.murmurstream.proof.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.deadletters.DeadLetter;
import org.murmurstream.kafka.deadletters.LetterReplay;
import org.murmurstream.kafka.deadletters.LetterReplay.Choice;
import org.murmurstream.kafka.deadletters.LetterReplay.Result;
import org.murmurstream.kafka.main.DlqCommand;
import org.murmurstream.kafka.predictions.PublishedPrediction;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.local.SharedCluster;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.stream.runtime.Application;
import picocli.CommandLine;

/** What was refused and sent again is answered as if it had never been refused. */
@ExtendWith(SharedCluster.class)
class LetterReplayIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CHUNKS = 4;

  @TempDir private Path directory;
  private Deployment deployment;
  private Connection connection;

  @BeforeEach
  void deploy(Connection cluster) {
    connection = cluster;
    deployment =
        new Deployment(
            cluster,
            directory,
            Map.of("gather.progress.timeout", "30s", "gather.max.patient.exams", "1"));
  }

  @Test
  void shouldAnswerAsIfNothingHadBeenRefusedOnceTheSchemaIsKnown() throws Exception {
    // Given
    Schema newer = newerSchema("a" + System.nanoTime());
    int id;
    List<LedgerEntry> ledger;
    try (Application application = deployment.start()) {
      ledger = deployment.upload(FleetSettings.fast(), Deployment.exams("patient-1"));
      awaitAnswers(1);
      // All that the application writes is registered by now: the next number is the next one's.
      id = register(newerSchema("b" + System.nanoTime())) + 1;
      for (ConsumerRecord<byte[], byte[]> chunk : deployment.read(recordings())) {
        deployment.write(
            new ProducerRecord<>(
                recordings(), chunk.partition(), chunk.key(), rewritten(chunk, id)));
      }
      awaitLetters(CHUNKS);
    }
    assertThat(register(newer)).isEqualTo(id);

    // When
    Result dry = replay("UNKNOWN_SCHEMA", true);
    Result first = replay("UNKNOWN_SCHEMA", false);
    Result second = replay("UNKNOWN_SCHEMA", false);

    // Then
    assertThat(dry).isEqualTo(new Result(CHUNKS, 0, 0, 0, 0));
    assertThat(first).isEqualTo(dry);
    assertThat(second).isEqualTo(new Result(0, CHUNKS, 0, 0, 0));
    try (Application application = deployment.start()) {
      awaitAnswers(2);
      assertThat(deployment.verify(ledger, PATIENCE).discrepancies()).isEmpty();
      assertThat(deployment.read(deployment.topics().deadLetters())).hasSize(CHUNKS);
      assertThat(answers())
          .extracting(MurmurPrediction::getProbabilities)
          .as("of the same audio")
          .containsOnly(answers().get(0).getProbabilities());
    }
  }

  @Test
  void shouldAnswerAnExamThatCameWhenThereWereTooMany() throws Exception {
    // Given
    try (Application application = deployment.start()) {
      List<LedgerEntry> ledger = new ArrayList<>();
      var slow = new FleetSettings(1, 0, 1, Faults.NONE, 1);
      List<LedgerEntry> all = deployment.upload(slow, Deployment.exams("patient-2"));
      ledger.addAll(all);
      awaitAnswers(1);
      List<ConsumerRecord<byte[], byte[]>> chunks = deployment.read(recordings());
      // An exam that stays open keeps the next one out.
      deployment.write(copy(chunks.get(0), "open"));
      for (ConsumerRecord<byte[], byte[]> chunk : chunks) {
        deployment.write(copy(chunk, "kept-out"));
      }
      awaitLetters(CHUNKS);
      for (ConsumerRecord<byte[], byte[]> chunk : chunks.subList(1, CHUNKS)) {
        deployment.write(copy(chunk, "open"));
      }
      awaitAnswers(2);

      // When
      Result first = replay("TOO_MANY_EXAMS", false);
      Result second = replay("TOO_MANY_EXAMS", false);

      // Then
      assertThat(first.sent()).isEqualTo(CHUNKS);
      assertThat(second).isEqualTo(new Result(0, CHUNKS, 0, 0, 0));
      awaitAnswers(3);
      assertThat(deployment.verify(ledger, PATIENCE).discrepancies()).isEmpty();
      assertThat(answers())
          .extracting(MurmurPrediction::getProbabilities)
          .as("of the same audio")
          .containsOnly(answers().get(0).getProbabilities());
    }
  }

  @Test
  void shouldNotSendAgainWhatIsRefusedForGood() {
    // Given
    deployment.write(new ProducerRecord<>(recordings(), 0, new byte[] {1}, new byte[] {7, 7}));
    try (Application application = deployment.start()) {
      awaitLetters(1);

      // When
      Result first = replay("NOT_FRAMED", false);
      awaitLetters(2);
      Result second = replay("NOT_FRAMED", false);

      // Then
      assertThat(first.sent()).isEqualTo(1);
      assertThat(second).isEqualTo(new Result(0, 1, 1, 0, 0));
      assertThat(deployment.read(deployment.topics().deadLetters()))
          .extracting(record -> DeadLetter.of(record).isOfReplay())
          .containsExactlyInAnyOrder(false, true);
      assertThat(printed("list"))
          .contains("NOT_FRAMED", "2 letters", "use an Avro serializer with a schema registry");
      assertThat(printed("list", "--reason=BAD_CRC")).contains("There are none.");
      assertThat(printed("show", "0:0")).contains("reason          NOT_FRAMED");
      assertThat(printed("replay", "--reason=NOT_FRAMED"))
          .startsWith("0 records sent; 1 were sent");
      assertThat(deployment.verify(List.of(), PATIENCE).discrepancies()).isEmpty();
    }
  }

  private Result replay(String reason, boolean dryRun) {
    return new LetterReplay(connection, recordings(), deployment.topics().deadLetters())
        .run(new Choice(Set.of(reason), Instant.EPOCH, false, Integer.MAX_VALUE), dryRun);
  }

  private String printed(String subcommand, String... options) {
    var out = new StringWriter();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                subcommand,
                "--bootstrap-servers=" + connection.bootstrapServers(),
                "--registry=" + connection.registryUrl(),
                "--topic=" + deployment.topics().deadLetters(),
                "--recordings=" + recordings()));
    arguments.addAll(List.of(options));
    int status =
        new CommandLine(new DlqCommand())
            .setOut(new PrintWriter(out, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).isZero();
    return out.toString();
  }

  private void awaitLetters(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(deployment.read(deployment.topics().deadLetters())).hasSize(count));
  }

  private void awaitAnswers(int count) {
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(answers()).hasSize(count));
  }

  private List<MurmurPrediction> answers() {
    var reader = PublishedPrediction.reader(connection);
    return deployment.read(deployment.topics().predictions()).stream()
        .map(record -> reader.apply(record).content())
        .toList();
  }

  private String recordings() {
    return deployment.topics().recordings();
  }

  private RecordingChunk chunk(ConsumerRecord<byte[], byte[]> record) {
    return AvroSerdes.of(connection)
        .value(RecordingChunk.class)
        .deserializer()
        .deserialize(recordings(), record.value());
  }

  /** The same chunk of another exam. */
  private ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record, String exam) {
    RecordingChunk chunk = RecordingChunk.newBuilder(chunk(record)).setExamId(exam).build();
    byte[] value =
        AvroSerdes.of(connection)
            .value(RecordingChunk.class)
            .serializer()
            .serialize(recordings(), chunk);
    return new ProducerRecord<>(recordings(), record.partition(), record.key(), value);
  }

  /** The same chunk of another exam, under a schema with a field more. */
  private byte[] rewritten(ConsumerRecord<byte[], byte[]> record, int id) throws IOException {
    RecordingChunk chunk =
        RecordingChunk.newBuilder(chunk(record)).setExamId("exam-of-another-schema").build();
    ByteBuffer plain = chunk.toByteBuffer();
    // A single-object header of ten bytes, and the fields; the new one comes last.
    plain.position(10);
    byte[] fields = new byte[plain.remaining()];
    plain.get(fields);
    var out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
    out.writeBytes(fields);
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<Object>(Schema.create(Schema.Type.STRING)).write("new", encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static Schema newerSchema(String field) {
    Schema known = RecordingChunk.SCHEMA$;
    List<Schema.Field> fields = new ArrayList<>();
    known.getFields().forEach(one -> fields.add(new Schema.Field(one, one.schema())));
    fields.add(new Schema.Field(field, Schema.create(Schema.Type.STRING), "More.", ""));
    return Schema.createRecord(
        known.getName(), known.getDoc(), known.getNamespace(), false, fields);
  }

  private int register(Schema schema) throws Exception {
    String body = new ObjectMapper().writeValueAsString(Map.of("schema", schema.toString()));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            connection.registryUrl()
                                + "/subjects/newer-"
                                + schema.getFields().size()
                                + System.nanoTime()
                                + "/versions"))
                    .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Integer.parseInt(answer.body().replaceAll("\\D", ""));
  }
}
