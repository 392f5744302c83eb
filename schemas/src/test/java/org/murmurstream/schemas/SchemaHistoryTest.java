package org.murmurstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaHistoryTest {

  static List<TopicSpec> topics() {
    return History.topics();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldHaveCommittedTheSchemaOfThisBuild(TopicSpec topic) throws IOException {
    // When
    SortedMap<Integer, Schema> versions = History.of(topic);

    // Then
    assertThat(versions).as("versions of %s", topic.name()).isNotEmpty();
    assertThat(versions.get(versions.lastKey()))
        .as("a changed schema is a new version: CommitSchemas writes it")
        .isEqualTo(History.current(topic));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldNumberVersionsWithoutGaps(TopicSpec topic) throws IOException {
    assertThat(History.of(topic).lastKey()).isEqualTo(History.of(topic).size());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void shouldReadEveryVersionWithEveryOther(TopicSpec topic) throws IOException {
    for (Schema reader : History.of(topic).values()) {
      for (Schema writer : History.of(topic).values()) {
        // When
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);

        // Then
        assertThat(compatibility.getType())
            .as("%s: %s", topic.name(), compatibility.getDescription())
            .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
      }
    }
  }
}
