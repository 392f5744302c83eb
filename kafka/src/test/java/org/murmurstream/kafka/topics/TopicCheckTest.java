package org.murmurstream.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TopicCheckTest {

  private static final int KIB = 1024;

  @Test
  void shouldBeContentWithTheStandardLimits() {
    assertThat(TopicCheck.contradictions(256 * KIB, 2048 * KIB, 1_048_588, 2048 * KIB)).isEmpty();
  }

  @Test
  void shouldRefuseATopicThatDoesNotTakeTheLargestChunk() {
    assertThat(TopicCheck.contradictions(256 * KIB, 2048 * KIB, 256 * KIB, 2048 * KIB))
        .singleElement()
        .asString()
        .contains("recordings topic");
  }

  @Test
  void shouldRefuseAProducerThatCannotStoreTheLargestChunk() {
    assertThat(TopicCheck.contradictions(256 * KIB, 200 * KIB, 1000 * KIB, 2048 * KIB))
        .anySatisfy(problem -> assertThat(problem).contains("kafka.producer.max.request.size"));
  }

  @Test
  void shouldRefuseADeadLetterTopicSmallerThanWhatItMustTake() {
    assertThat(TopicCheck.contradictions(64 * KIB, 2048 * KIB, 1000 * KIB, 500 * KIB))
        .singleElement()
        .asString()
        .contains("set aside");
  }
}
