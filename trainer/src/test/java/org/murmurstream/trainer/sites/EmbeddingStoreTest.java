package org.murmurstream.trainer.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

class EmbeddingStoreTest {

  private static final Pcm RECORDING = new Pcm(4000, new short[] {1, 2, 3});
  private static final int WIDTH = ToyPatients.ENCODER.embeddingWidth();

  @TempDir private Path folder;
  private final AtomicInteger embedded = new AtomicInteger();

  @Test
  void shouldEmbedEachRecordingOnceEvenAcrossProcesses() throws IOException {
    // Given
    List<float[]> first = store(ToyPatients.BACKBONE).windows(RECORDING);

    // When
    List<float[]> again = store(ToyPatients.BACKBONE).windows(new Pcm(4000, new short[] {1, 2, 3}));

    // Then
    assertThat(embedded).hasValue(1);
    assertThat(again).hasSize(2);
    assertThat(again.get(0)).isEqualTo(first.get(0));
    assertThat(again.get(1)).isEqualTo(first.get(1));
  }

  @Test
  void shouldNotTakeOneRecordingOrEncoderForAnother() throws IOException {
    // Given
    store(ToyPatients.BACKBONE).windows(RECORDING);
    Encoder other = Encoder.seeded(ToyPatients.BACKBONE.frontEnd(), ToyPatients.ENCODER, 2);

    // When
    store(ToyPatients.BACKBONE).windows(new Pcm(4000, new short[] {1, 2, 4}));
    store(ToyPatients.BACKBONE).windows(new Pcm(8000, new short[] {1, 2, 3}));
    store(other).windows(RECORDING);

    // Then
    assertThat(embedded).hasValue(4);
  }

  @Test
  void shouldNameAFileThatHoldsSomethingElse() throws IOException {
    // Given
    store(ToyPatients.BACKBONE).windows(RECORDING);
    try (Stream<Path> files = Files.walk(folder)) {
      Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
      Safetensors.write(file, Map.of("windows", new Tensor(new long[] {5}, new float[5])));
    }

    // Then
    assertThatThrownBy(() -> store(ToyPatients.BACKBONE).windows(RECORDING))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("remove it to have it made anew");
  }

  private EmbeddingStore store(Encoder backbone) throws IOException {
    return new EmbeddingStore(folder, backbone, "windows", this::encode);
  }

  private List<float[]> encode(Pcm recording) {
    embedded.incrementAndGet();
    return List.of(row(recording.samples().length), row(recording.sampleRateHz()));
  }

  private static float[] row(float value) {
    var row = new float[WIDTH];
    row[0] = value;
    return row;
  }
}
