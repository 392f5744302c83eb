package org.murmurstream.stream.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.InferencePolicy;
import org.murmurstream.stream.testing.StubEar;

class MetricsTest {

  @Test
  void shouldTellOfExamsFromTheFirstScrape() {
    // Given
    try (var inference = Inference.start(List.of(StubEar::new), InferencePolicy.DEFAULT);
        var metrics = new Metrics(inference)) {
      // When
      String scrape = metrics.scrape();

      // Then
      assertThat(scrape)
          .contains("murmur_exams_open 0")
          .contains("murmur_dead_letters_total{reason=\"bad_crc\"} 0")
          .contains("murmur_answer_latency_seconds_bucket{status=\"complete\",le=\"0.25\"} 0")
          .contains("murmur_answer_latency_seconds_count{status=\"complete\"} 0")
          .contains("murmur_inference_outstanding 0")
          .contains("murmur_inference_still_seconds 0")
          .contains("murmur_inference_trouble{kind=\"sick\"} 0")
          .contains("murmur_inference_trouble{kind=\"hanging\"} 0")
          .contains("murmur_inference_standins 0")
          .contains("murmur_inference_pauses_total 0")
          .contains("murmur_waiting_devices 0")
          .contains("murmur_waiting_longest 0")
          .contains("murmur_waiting_oldest_seconds 0")
          .contains("murmur_model_info{name=\"stub\",trained=\"false\",version=\"");
    }
  }

  @Test
  void shouldNameTheModelInUseAlone() {
    // Given
    var old = new StubEar("old", batch -> {});
    var young = new StubEar("young", batch -> {});
    try (var inference = Inference.start(List.of(() -> old, () -> young), InferencePolicy.DEFAULT);
        var metrics = new Metrics(inference)) {
      metrics.scrape();

      // When
      inference.use(young.identity());

      // Then
      assertThat(metrics.scrape().lines())
          .filteredOn(line -> line.startsWith("murmur_model_info{"))
          .singleElement()
          .asString()
          .contains("name=\"young\"", young.identity().version());
    }
  }
}
