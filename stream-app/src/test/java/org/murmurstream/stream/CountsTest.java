package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.murmurstream.schemas.PredictionStatus;

class CountsTest {

  @Test
  void shouldCountByKind() {
    // Given
    Topology topology =
        new Topology()
            .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "in")
            .addProcessor("count", CountTwoKinds::new, "in");
    try (var driver = new TopologyTestDriver(topology, new Properties())) {
      var topic =
          driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());

      // When
      topic.pipeInput(new byte[0]);
      topic.pipeInput(new byte[0]);

      // Then
      Map<String, Object> totals =
          driver.metrics().entrySet().stream()
              .filter(metric -> metric.getKey().name().equals("predictions-total"))
              .collect(
                  Collectors.toMap(
                      metric -> metric.getKey().tags().get("murmur-id"),
                      metric -> metric.getValue().metricValue()));
      assertThat(totals).containsOnly(Map.entry("complete", 2.0), Map.entry("partial", 4.0));
    }
  }

  private static final class CountTwoKinds extends ContextualProcessor<byte[], byte[], Void, Void> {

    @Override
    public void process(Record<byte[], byte[]> record) {
      Counts.add(context(), "predictions", PredictionStatus.COMPLETE);
      Counts.add(context(), "predictions", PredictionStatus.PARTIAL);
      Counts.add(context(), "predictions", PredictionStatus.PARTIAL);
    }
  }
}
