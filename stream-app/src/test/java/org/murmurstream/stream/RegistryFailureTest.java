package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.stream.testing.Exams;
import org.murmurstream.stream.testing.StubRegistry;
import org.murmurstream.stream.testing.StubRegistry.Mood;

/** What waits, and what does not, while the schema registry is not well. */
class RegistryFailureTest {

  private static final int OURS = 7;
  private static final int NEW = 8;
  private static final int STRANGE = 9;
  private static final Topics TOPICS = Topics.of(AvroSerdes.inMemory());

  @TempDir private Path state;
  private StubRegistry registry;
  private Pipeline pipeline;

  @BeforeEach
  void start() throws Exception {
    registry = new StubRegistry();
    registry.put(OURS, RecordingChunk.getClassSchema());
    registry.put(NEW, RecordingChunk.getClassSchema());
    pipeline = Pipeline.withRegistry(state, registry.url());
    send(OURS, exam("p0", "e0", AV).with(AV));
    await().until(() -> !pipeline.answers().isEmpty());
  }

  @AfterEach
  void stop() {
    pipeline.close();
    registry.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WELL")
  void shouldHaveOnlyWaitWhatNeedsItWhenTheRegistryIs(Mood mood) {
    // Given
    registry.becomes(mood);

    // When
    send(NEW, exam("p1", "new", AV).with(AV));
    send(OURS, exam("p1", "behind", AV).with(AV));
    send(OURS, exam("p2", "other", AV).with(AV));

    // Then
    assertThat(pipeline.answers()).extracting(MurmurPrediction::getExamId).containsExactly("other");
    await().until(() -> registry.questions() > 2 && pipeline.registryFailures() > 0);
    assertThat(pipeline.deadLetters()).isEmpty();

    // Then
    registry.becomes(Mood.WELL);
    List<MurmurPrediction> answers = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> answers.addAll(pipeline.answers()) && answers.size() == 2);
    assertThat(answers).extracting(MurmurPrediction::getExamId).contains("new", "behind");
    assertThat(pipeline.deadLetters()).isEmpty();
    assertThat(pipeline.stored()).containsEntry("held", 0);
  }

  @Test
  void shouldSetAsideWhatTheRegistryDoesNotKnowAndAskOnce() {
    // When
    for (int i = 0; i < 50; i++) {
      send(STRANGE, exam("p1", "e" + i, AV).withSamples(AV, 0, (short) 1));
    }
    int asked = registry.questions();
    List<TestRecord<byte[], byte[]>> letters = new ArrayList<>();
    await()
        .until(
            () -> {
              pipeline.rest();
              pipeline.advance(Duration.ofMillis(100));
              return letters.addAll(pipeline.deadLetters()) && letters.size() == 50;
            });

    // Then
    assertThat(letters)
        .allSatisfy(
            letter ->
                assertThat(LetterHeaders.text(letter.headers(), LetterHeaders.REASON))
                    .contains("UNKNOWN_SCHEMA"))
        .extracting(
            letter -> LetterHeaders.text(letter.headers(), LetterHeaders.OFFSET).orElseThrow())
        .doesNotHaveDuplicates();
    assertThat(registry.questions() - asked).isLessThanOrEqualTo(1);
  }

  @Test
  void shouldNotLetManyUnknownIdsDelayOthers() {
    // When
    long begun = System.nanoTime();
    for (int i = 0; i < 900; i++) {
      send(100 + i, exam("p" + i, "e" + i, AV).withSamples(AV, 0, (short) 1));
    }
    send(OURS, exam("honest", "honest", AV).with(AV));
    List<MurmurPrediction> answers = pipeline.answers();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);

    // Then
    assertThat(answers).extracting(MurmurPrediction::getExamId).containsExactly("honest");
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void shouldNotPassADeadlineWhileAChunkOfThePatientWaits() {
    // Given
    send(OURS, exam("p1", "e1", AV, MV).with(AV));
    registry.becomes(Mood.OVERLOADED);
    send(NEW, exam("p1", "e1", AV, MV).with(MV));

    // When
    pipeline.pass(GatherPolicy.DEFAULT.progressTimeout().multipliedBy(3));
    assertThat(pipeline.answers()).isEmpty();
    registry.becomes(Mood.WELL);

    // Then
    List<MurmurPrediction> answers = new ArrayList<>();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> answers.addAll(pipeline.answers()) && !answers.isEmpty());
    assertThat(answers)
        .extracting(MurmurPrediction::getStatus)
        .containsExactly(PredictionStatus.COMPLETE);
  }

  /** Sends chunks whose schema has this id. */
  private void send(int id, Exams exam) {
    for (RecordingChunk chunk : exam.chunks()) {
      byte[] value =
          TOPICS.recordings().value().serializer().serialize(TOPICS.recordings().name(), chunk);
      ByteBuffer.wrap(value).putInt(1, id);
      pipeline.sendRaw(chunk.getPatientId().getBytes(StandardCharsets.UTF_8), value);
    }
  }
}
