package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.schemas.Site.MV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.stream.config.Source;
import org.murmurstream.stream.config.StreamKeys;
import org.murmurstream.stream.config.StreamSettings;
import org.murmurstream.stream.testing.Exams;

/** Stopped in the middle of exams, and started with another setting. */
class ChangedSettingsTest {

  private static final int CLOSED = 20;
  private static final int OPEN = 20;

  private static final Map<String, String> BEFORE =
      Map.ofEntries(
          Map.entry("gather.progress.timeout", "20s"),
          Map.entry("gather.total.timeout", "40s"),
          Map.entry("gather.revision.window", "30s"),
          Map.entry("gather.remembrance", "40s"),
          Map.entry("gather.max.device.exams", "1000"),
          Map.entry("gather.max.exam.bytes", "100000"));

  @TempDir private Path state;

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("gather.progress.timeout", "5s"),
        Arguments.of("gather.progress.timeout", "40s"),
        Arguments.of("gather.total.timeout", "20s"),
        Arguments.of("gather.total.timeout", "10m"),
        Arguments.of("gather.revision.window", "1s"),
        Arguments.of("gather.revision.window", "29s"),
        Arguments.of("gather.revision.window", "31s"),
        Arguments.of("gather.revision.window", "90s"),
        Arguments.of("gather.remembrance", "1s"),
        Arguments.of("gather.remembrance", "100s"),
        Arguments.of("gather.max.chunk.bytes", "2"),
        Arguments.of("gather.max.chunk.bytes", "1000"),
        Arguments.of("gather.max.recording.chunks", "1"),
        Arguments.of("gather.max.recording.chunks", "65536"),
        Arguments.of("gather.max.recording.seconds", "1"),
        Arguments.of("gather.max.recording.seconds", "3600"),
        Arguments.of("gather.max.exam.bytes", "1"),
        Arguments.of("gather.max.exam.bytes", "1000000"),
        Arguments.of("gather.max.patient.exams", "1"),
        Arguments.of("gather.max.patient.exams", "1000"),
        Arguments.of("gather.max.device.exams", "1"),
        Arguments.of("gather.max.device.exams", "1000000"),
        Arguments.of("inference.max.batch", "1"),
        Arguments.of("inference.max.batch", "1000"),
        Arguments.of("inference.queue.capacity", "1"),
        Arguments.of("inference.queue.capacity", "100000"),
        Arguments.of("inference.max.attempts", "1"),
        Arguments.of("inference.max.attempts", "100"),
        Arguments.of("inference.tick", "1s"),
        Arguments.of("inference.max.models", "2"),
        Arguments.of("inference.max.models", "10"));
  }

  @Test
  void shouldTryEveryKeyOfGathering() {
    assertThat(changes().map(change -> change.get()[0]))
        .containsAll(
            StreamKeys.ALL.stream()
                .map(key -> key.name())
                .filter(name -> name.startsWith("gather."))
                // What lies in the wrong partition is refused before anything is kept of it.
                .filter(name -> !name.equals("gather.partitioner"))
                .toList());
  }

  @ParameterizedTest(name = "{0}={1}")
  @MethodSource("changes")
  void shouldAnswerAndForgetEveryExamAfterAChangeOf(String key, String value) {
    // Given
    int answered = isDuration(key) ? 550 : 30; // more than the deadlines that pass at one tick
    int exams = CLOSED + answered + OPEN;
    Pipeline before = pipeline(state, BEFORE);
    IntStream.range(0, CLOSED).forEach(i -> before.send(whole(i)));
    List<MurmurPrediction> answers = answers(before, CLOSED);
    before.pass(Duration.ofSeconds(40));
    IntStream.range(CLOSED, CLOSED + answered).forEach(i -> before.send(whole(i)));
    IntStream.range(CLOSED + answered, exams).forEach(i -> before.send(half(i)));
    answers.addAll(answers(before, answered));
    assertThat(before.stored()).containsEntry("exams", exams);

    // When
    Map<String, String> changed = new HashMap<>(BEFORE);
    changed.put(key, value);
    StreamSettings settings = settings(changed);
    GatherPolicy policy = settings.gather();
    try (Pipeline after = before.restarted(policy, settings.inference())) {
      // Then: the open ones are answered once one grace and their own deadline are over
      after.pass(policy.progressTimeout().plusSeconds(3));
      answers.addAll(answers(after, OPEN));
      assertThat(answers)
          .extracting(MurmurPrediction::getExamId)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, exams).mapToObj(i -> "e" + i).toList());

      // Then: none is remembered for longer than the present policy says
      after.pass(policy.revisionWindow().plus(policy.remembrance()).plusSeconds(3));
      assertThat(after.answers()).isEmpty();
      assertThat(after.stored().values()).containsOnly(0);
    }
  }

  private static boolean isDuration(String key) {
    return BEFORE.getOrDefault(key, "").endsWith("s");
  }

  /** As many answers as there should be, or all that come in a long time. */
  private static List<MurmurPrediction> answers(Pipeline pipeline, int expected) {
    List<MurmurPrediction> answers = new ArrayList<>();
    for (int round = 0; round < 1000 && answers.size() < expected; round++) {
      answers.addAll(pipeline.answers());
    }
    return answers;
  }

  private static Pipeline pipeline(Path state, Map<String, String> values) {
    StreamSettings settings = settings(values);
    return Pipeline.withPolicy(state, settings.gather(), settings.inference());
  }

  private static StreamSettings settings(Map<String, String> values) {
    return StreamSettings.of(List.of(Source.flags(values)));
  }

  private static Exams whole(int i) {
    return exam("p" + i, "e" + i, AV).withSamples(AV, 0, (short) 1, (short) 2);
  }

  private static Exams half(int i) {
    return exam("p" + i, "e" + i, AV, MV).withSamples(AV, 0, (short) 1, (short) 2);
  }
}
