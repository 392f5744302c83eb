package org.murmurstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenBytesTest {

  static List<TopicSpec> topics() {
    return History.topics();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldReadWhatEveryVersionWrote(TopicSpec topic) throws IOException {
    for (var version : History.of(topic).entrySet()) {
      // Given
      byte[] bytes = Files.readAllBytes(History.goldenBytes(topic, version.getKey()));

      // When
      SpecificRecord record =
          AvroCodec.decode(bytes, version.getValue(), topic.value().orElseThrow());

      // Then
      assertThat(AvroCodec.json(record, version.getValue()))
          .isEqualTo(Files.readString(History.goldenJson(topic, version.getKey())));
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldWriteTheBytesOfTheNewestVersion(TopicSpec topic) throws IOException {
    // Given
    SortedMap<Integer, Schema> versions = History.of(topic);
    byte[] bytes = Files.readAllBytes(History.goldenBytes(topic, versions.lastKey()));
    SpecificRecord example = Examples.byTopic().get(topic.name());

    // Then
    assertThat(AvroCodec.encode(example)).isEqualTo(bytes);
    assertThat(
            AvroCodec.decode(bytes, versions.get(versions.lastKey()), topic.value().orElseThrow()))
        .isEqualTo(example);
  }
}
