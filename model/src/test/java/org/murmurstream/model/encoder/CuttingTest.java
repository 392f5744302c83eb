package org.murmurstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;

class CuttingTest {

  private static final M2dConfig ENCODER = new M2dConfig(2, 4, 2, 2, 4, 1, 1, 1, 1e-6);

  @ParameterizedTest
  @CsvSource({"1, 0", "64, 0", "65, '0 1'", "96, '0 32'", "100, '0 32 36'", "128, '0 32 64'"})
  void shouldLayCropsHalfOverEachOtherAndEndWithTheRecording(int frames, String starts) {
    // When
    List<Integer> crops = Cutting.halfOverlapping(frames, 64);

    // Then
    assertThat(crops).isEqualTo(Stream.of(starts.split(" ")).map(Integer::valueOf).toList());
  }

  @Test
  void shouldFillTheLastChunkToWholeColumnsWithTheMean() {
    // Given two bands of five frames
    var spectrogram = new Spectrogram(2, 5, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10});

    // When
    List<Cutting.Chunk> chunks = Cutting.chunks(ENCODER, 5);

    // Then
    assertThat(chunks)
        .containsExactly(new Cutting.Chunk(0, 0, 4, 0, 2), new Cutting.Chunk(1, 4, 2, 2, 1));
    assertThat(chunks.get(0).cut(List.of(spectrogram))).containsExactly(1, 2, 3, 4, 6, 7, 8, 9);
    assertThat(chunks.get(1).cut(List.of(spectrogram))).containsExactly(5, 0, 10, 0);
  }
}
