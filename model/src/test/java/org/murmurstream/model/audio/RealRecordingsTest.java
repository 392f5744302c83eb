package org.murmurstream.model.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.data.wav.WavFile;

/** What the default thresholds make of a real screening: nearly nothing is to be left out. */
class RealRecordingsTest {

  private static final int SAMPLED = 200;

  private static List<SignalQuality> qualities;

  @BeforeAll
  static void measure() throws IOException {
    String home = System.getenv("CIRCOR_HOME");
    assumeTrue(
        home != null && Files.isDirectory(Path.of(home, "training_data")),
        "CIRCOR_HOME does not name a folder with CirCor's training_data");
    try (Stream<Path> files = Files.list(Path.of(home, "training_data"))) {
      List<Path> recordings =
          files.filter(file -> file.toString().endsWith(".wav")).sorted().toList();
      int step = Math.max(1, recordings.size() / SAMPLED);
      qualities =
          Stream.iterate(0, i -> i < recordings.size(), i -> i + step)
              .map(i -> SignalQualityMeter.measure(List.of(WavFile.read(recordings.get(i)))))
              .toList();
    }
  }

  @Test
  void shouldUseNearlyEveryRecording() {
    assertThat(qualities.stream().filter(QualityThresholds.DEFAULT::usable).count())
        .isGreaterThanOrEqualTo(Math.round(0.99 * qualities.size()));
  }

  @Test
  void shouldAskForCareInFewRecordings() {
    // When
    long withCautions =
        qualities.stream().filter(q -> !QualityThresholds.DEFAULT.cautions(q).isEmpty()).count();

    // Then
    assertThat(withCautions).isLessThanOrEqualTo(Math.round(0.03 * qualities.size()));
  }

  @Test
  void shouldFindAHeartRateInMostRecordings() {
    assertThat(qualities.stream().filter(q -> q.heartRateBpm().isPresent()).count())
        .isGreaterThan(qualities.size() / 2);
  }
}
