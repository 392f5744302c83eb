package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.schemas.Site.AV;
import static org.murmurstream.stream.testing.Exams.exam;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.kafka.deadletters.LetterHeaders;
import org.murmurstream.kafka.topics.Partitioner;

/** Chunks that lie where the agreed partitioner would not put them. */
class PlacementTest {

  private static final int PARTITIONS = 6;

  /** librdkafka puts it into the first of six partitions, Java into the second. */
  private static final String PATIENT = "pat-103";

  @TempDir private Path state;

  @Test
  void shouldKnowWhereJavaAndLibrdkafkaPutAKey() {
    byte[] key = PATIENT.getBytes(StandardCharsets.UTF_8);

    assertThat(Partitioner.MURMUR2.partition(key, PARTITIONS)).isEqualTo(1);
    assertThat(Partitioner.CRC32.partition(key, PARTITIONS)).isZero();
  }

  @Test
  void shouldRefuseWhatAnotherPartitionerPlaced() {
    // Given
    try (Pipeline pipeline = pipeline(Optional.of(Partitioner.MURMUR2))) {
      // When
      pipeline.send(exam(PATIENT, "e1", AV).with(AV));

      // Then
      assertThat(pipeline.answers()).isEmpty();
      assertThat(pipeline.deadLetters())
          .isNotEmpty()
          .allSatisfy(
              letter ->
                  assertThat(LetterHeaders.text(letter.headers(), LetterHeaders.REASON))
                      .contains("MISPLACED"));
    }
  }

  @Test
  void shouldTakeInWhatTheAgreedPartitionerPlaced() {
    // Given
    try (Pipeline pipeline = pipeline(Optional.of(Partitioner.CRC32))) {
      // When
      pipeline.send(exam(PATIENT, "e1", AV).with(AV));

      // Then
      assertThat(pipeline.answers()).hasSize(1);
    }
  }

  @Test
  void shouldTakeInAndCountWhereNoneIsAgreed() {
    // Given
    try (Pipeline pipeline = pipeline(Optional.empty())) {
      // When
      pipeline.send(exam(PATIENT, "e1", AV).with(AV));

      // Then
      assertThat(pipeline.answers()).hasSize(1);
      assertThat(placed(pipeline, "crc32")).isPositive();
      assertThat(pipeline.examMeters().complaints()).isEmpty();
    }
  }

  @Test
  void shouldNoticeThatClientsDoNotAgree() {
    // Given
    try (Pipeline pipeline = pipeline(Optional.empty())) {
      pipeline.send(exam(PATIENT, "e1", AV).with(AV));

      // When
      pipeline.send(exam(ofJavaAlone(), "e2", AV).with(AV));

      // Then
      assertThat(placed(pipeline, "murmur2")).isPositive();
      assertThat(pipeline.examMeters().complaints())
          .singleElement()
          .asString()
          .contains("choose partitions in different ways", "gather.partitioner");
    }
  }

  private Pipeline pipeline(Optional<Partitioner> agreed) {
    return Pipeline.withPlacement(state, new Placement(PARTITIONS, agreed));
  }

  private static double placed(Pipeline pipeline, String by) {
    return pipeline.meters().get("murmur.chunks.placed").tag("by", by).counter().count();
  }

  /** A patient whom Java alone puts into the first partition, which is that of the tests. */
  private static String ofJavaAlone() {
    for (int i = 0; ; i++) {
      byte[] key = ("p" + i).getBytes(StandardCharsets.UTF_8);
      if (Partitioner.MURMUR2.partition(key, PARTITIONS) == 0
          && Partitioner.CRC32.partition(key, PARTITIONS) != 0) {
        return "p" + i;
      }
    }
  }
}
