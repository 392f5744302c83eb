package org.murmurstream.kafka.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.murmurstream.kafka.Topic;
import org.murmurstream.schemas.ModelIdentity;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.TopicCatalogue;

class AvroSerdesTest {

  private final AvroSerdes serdes = AvroSerdes.inMemory();
  private final Serde<RecordingChunk> chunks = serdes.value(RecordingChunk.class);

  @Test
  void shouldReadBackWhatItWrote() {
    // When
    byte[] bytes = chunks.serializer().serialize("recordings", ExampleChunk.chunk());

    // Then
    assertThat(chunks.deserializer().deserialize("recordings", bytes))
        .isEqualTo(ExampleChunk.chunk());
  }

  @Test
  void shouldFrameWithZeroByteAndSchemaId() {
    // When
    byte[] bytes = chunks.serializer().serialize("recordings", ExampleChunk.chunk());

    // Then
    assertThat(bytes).startsWith(0, 0, 0, 0, 1);
  }

  @Test
  void shouldShareOneRegistryAmongTheSerdesOfOneInstance() {
    // Given
    byte[] bytes = chunks.serializer().serialize("recordings", ExampleChunk.chunk());

    // When
    Serde<RecordingChunk> others = serdes.value(RecordingChunk.class);

    // Then
    assertThat(others.deserializer().deserialize("recordings", bytes))
        .isEqualTo(ExampleChunk.chunk());
    assertThatThrownBy(
            () ->
                AvroSerdes.inMemory()
                    .value(RecordingChunk.class)
                    .deserializer()
                    .deserialize("recordings", bytes))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldPassNullThroughAsTombstone() {
    assertThat(chunks.serializer().serialize("recordings", null)).isNull();
    assertThat(chunks.deserializer().deserialize("recordings", null)).isNull();
  }

  @Test
  void shouldRefuseARecordOfAnotherType() {
    // Given
    ModelIdentity other =
        ModelIdentity.newBuilder().setName("m").setVersion("v").setDigest("d").build();
    byte[] bytes = serdes.value(ModelIdentity.class).serializer().serialize("recordings", other);

    // Then
    assertThatThrownBy(() -> chunks.deserializer().deserialize("recordings", bytes))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void shouldNameTheFirstByteWhenARecordIsNotFramed() {
    assertThatThrownBy(
            () -> chunks.deserializer().deserialize("recordings", new byte[] {0x7b, 1, 2, 3, 4, 5}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("6 bytes beginning with 0x7b");
  }

  @Test
  void shouldRefuseATopicThatHoldsSomethingElse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> serdes.topic(TopicCatalogue.DIAGNOSES, RecordingChunk.class))
        .withMessage("diagnoses does not hold RecordingChunk");
  }

  @Test
  void shouldUseTheNameItsUserGave() {
    // When
    Topic<RecordingChunk> topic =
        serdes.topic(TopicCatalogue.RECORDINGS, "ward-7", RecordingChunk.class);

    // Then
    assertThat(topic.name()).isEqualTo("ward-7");
    assertThat(topic.spec()).isEqualTo(TopicCatalogue.RECORDINGS);
  }
}
