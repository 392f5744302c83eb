package org.murmurstream.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;

class TopicCheckTest {

  private static final int KIB = 1024;

  private static final Duration HALF_A_DAY = Duration.ofHours(12);
  private static final long LEAST_BYTES = 32L * KIB * KIB;

  private static final int ANY = Integer.MAX_VALUE;

  @Test
  void shouldBeContentWithTheStandardLimits() {
    assertThat(TopicCheck.contradictions(256 * KIB, 2048 * KIB, 1_048_588, 2048 * KIB, 1_048_588))
        .isEmpty();
  }

  @Test
  void shouldBeContentWithALargerTopicOfRecordings() {
    assertThat(TopicCheck.contradictions(256 * KIB, 2048 * KIB, ANY, 1_048_588, 1_048_588))
        .isEmpty();
  }

  @Test
  void shouldBeContentWithTheTopicsOfTheCatalogue() {
    for (TopicSpec spec : TopicCatalogue.all()) {
      assertThat(TopicCheck.losesByAge(spec.config(), HALF_A_DAY, LEAST_BYTES)).isEmpty();
    }
    assertThat(TopicCheck.losesByKey(TopicCatalogue.RECORDINGS.config())).isEmpty();
  }

  @Test
  void shouldWarnOfATopicWhoseRecordsMayUnpackToAnySize() {
    assertThat(TopicCheck.takesGiants(TopicCatalogue.RECORDINGS.config())).isFalse();
    assertThat(TopicCheck.takesGiants(Map.of("compression.type", "producer"))).isTrue();
    assertThat(TopicCheck.takesGiants(Map.of("compression.type", "zstd"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, false", "2, 1, true", "3, 1, true", "3, 2, false", "3, 3, false"})
  void shouldWarnOfATopicWhoseRecordsAreAcknowledgedByOneBrokerOfSeveral(
      int replicas, String inSync, boolean warned) {
    assertThat(TopicCheck.mayKeepOneCopy(replicas, Map.of("min.insync.replicas", inSync)))
        .isEqualTo(warned);
  }

  /** A topic as brokers make it by themselves. */
  @Test
  void shouldRefuseThatDevicesClocksDecideWhatIsDeleted() {
    assertThat(
            TopicCheck.losesByAge(
                Map.of("retention.ms", "604800000", "message.timestamp.type", "CreateTime"),
                HALF_A_DAY,
                LEAST_BYTES))
        .containsExactly(Map.entry("message.timestamp.type", "LogAppendTime"));
  }

  @ParameterizedTest
  @CsvSource({
    "retention.ms, 3600000, -1",
    "retention.bytes, 1000, -1",
  })
  void shouldRefuseToLoseChunksBeforeTheirExamIsOver(String name, String value, String instead) {
    assertThat(TopicCheck.losesByAge(Map.of(name, value), HALF_A_DAY, LEAST_BYTES))
        .containsExactly(Map.entry(name, instead));
  }

  @ParameterizedTest
  @ValueSource(strings = {"compact", "compact,delete"})
  void shouldRefuseToKeepOneRecordOfAPatientAlone(String policy) {
    assertThat(TopicCheck.losesByKey(Map.of("cleanup.policy", policy)))
        .containsExactly(Map.entry("cleanup.policy", "delete"));
  }

  @Test
  void shouldRefuseATopicThatDoesNotTakeTheLargestChunk() {
    assertThat(TopicCheck.contradictions(256 * KIB, 2048 * KIB, 256 * KIB, 2048 * KIB, ANY))
        .singleElement()
        .asString()
        .contains("recordings topic");
  }

  @Test
  void shouldRefuseAProducerThatCannotStoreTheLargestChunk() {
    assertThat(TopicCheck.contradictions(256 * KIB, 200 * KIB, 1000 * KIB, 2048 * KIB, ANY))
        .singleElement()
        .asString()
        .contains("kafka.producer.max.request.size");
  }

  @Test
  void shouldRefuseADeadLetterTopicSmallerThanTheLargestLetter() {
    assertThat(TopicCheck.contradictions(64 * KIB, 2048 * KIB, 1000 * KIB, 100 * KIB, ANY))
        .singleElement()
        .asString()
        .contains("set aside");
  }

  @Test
  void shouldRefuseChangelogsThatDoNotTakeTheLargestExam() {
    assertThat(TopicCheck.contradictions(64 * KIB, 2048 * KIB, 1000 * KIB, 1000 * KIB, 500 * KIB))
        .singleElement()
        .asString()
        .contains("changelog");
  }
}
