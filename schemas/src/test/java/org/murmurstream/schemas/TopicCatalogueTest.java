package org.murmurstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopicCatalogueTest {

  @Test
  void shouldNameEveryTopicOnce() {
    assertThat(TopicCatalogue.all())
        .extracting(TopicSpec::name)
        .doesNotHaveDuplicates()
        .containsExactly(
            "recordings",
            "murmur-predictions",
            "diagnoses",
            "annotations",
            "site-embeddings",
            "models",
            "recordings-dlq");
  }

  @Test
  void shouldKeepTheArchiveForEverByTheBrokersClock() {
    assertThat(TopicCatalogue.RECORDINGS.config())
        .isEqualTo(
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "message.timestamp.type", "LogAppendTime",
                "compression.type", "uncompressed"));
  }

  @Test
  void shouldHaveBrokersUnpackOnlyWhatDevicesSend() {
    assertThat(TopicCatalogue.all())
        .filteredOn(topic -> topic.config().get("compression.type").equals("uncompressed"))
        .containsExactly(TopicCatalogue.RECORDINGS);
  }

  @Test
  void shouldKeepTheLatestReleaseOfEachVersion() {
    assertThat(TopicCatalogue.MODELS.config()).containsEntry("cleanup.policy", "compact");
  }

  @ParameterizedTest
  @MethodSource("org.murmurstream.schemas.History#topics")
  void shouldHoldTheKeyInTheValueToo(TopicSpec topic) {
    assertThat(topic.key().split("@"))
        .as(topic.name())
        .allSatisfy(field -> assertThat(topic.value().orElseThrow().getField(field)).isNotNull());
  }

  @Test
  void shouldBeWrittenDownForReaders() throws IOException {
    assertThat(Path.of("../docs/topics.md"))
        .as("CommitSchemas writes it")
        .hasContent(TopicsPage.render());
    assertThat(Files.readString(Path.of("../docs/topics.md"))).endsWith("\n");
  }
}
