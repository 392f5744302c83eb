package org.murmurstream.model.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLogTest {

  @Test
  void shouldKeepNativeWarningsOffTheTerminalOncePyTorchIsStarted() {
    // When
    Torch.start(TorchOptions.DEFAULT);

    // Then
    assertThat(NativeLog.level().getInt(0)).isEqualTo(NativeLog.ERROR);
  }
}
