package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.kafka.serde.WriterSchemas;
import org.murmurstream.kafka.topics.Topics;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.StubEar;

class MurmurTopologyTest {

  /** A changed name orphans a store or an internal topic: this test makes it a decision. */
  @Test
  void shouldBeTheTopologyOfTheGoldenFile() {
    try (Inference inference = Inference.start(List.of(StubEar::new), InferencePolicy.DEFAULT)) {
      // When
      WriterSchemas notAsked = null;
      String description =
          MurmurTopology.build(
                  Topics.of(AvroSerdes.inMemory()),
                  new Abridger(0, Clock.systemUTC()),
                  new Placement(1, Optional.empty()),
                  GatherPolicy.DEFAULT,
                  notAsked,
                  1,
                  inference,
                  new ExamMeters(new SimpleMeterRegistry()),
                  "test")
              .describe()
              .toString();

      // Then
      assertThat(description).isEqualTo(golden());
    }
  }

  private static String golden() {
    try (var file = MurmurTopologyTest.class.getResourceAsStream("/topology.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
