package org.murmurstream.stream.releases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.stream.inference.DeviceFailure;

class BundleFilesTest {

  @Test
  void shouldUseABundleThatDoubtsNothingAsItIsWhateverThePolicy() {
    // Given
    var files =
        new BundleFiles(
            Optional.of(Path.of("untrained")),
            new TorchOptions(1, TorchOptions.Processor.CPU),
            2,
            DeviceFailure.CPU,
            Precision.SINGLE,
            Optional.of(Doubts.Policy.CONFIDENT));

    // When
    try (Ear ear = files.own().ear().get()) {
      // Then
      assertThat(ear.identity()).isEqualTo(files.ownIdentity());
    }
  }
}
