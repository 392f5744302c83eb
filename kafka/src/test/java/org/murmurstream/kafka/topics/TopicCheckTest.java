package org.murmurstream.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicCheckTest {

  private static final int KIB = 1024;

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
