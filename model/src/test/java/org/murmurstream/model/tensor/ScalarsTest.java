package org.murmurstream.model.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class ScalarsTest {

  private Device device;

  @BeforeEach
  void start() {
    device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @Test
  void shouldKeepTheirValueForGradientsWhenGarbageIsCollectedBeforeThese() {
    try (var manager = NDManager.newBaseManager(device)) {
      for (int i = 0; i < 10; i++) {
        // Given
        NDArray x = manager.create(new float[] {1, 2});
        x.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray loss = x.mul(Scalars.like(x, 3)).sum();

          // When
          System.gc();
          overwriteFreedMemory();
          collector.backward(loss);
        }

        // Then
        assertThat(x.getGradient().toFloatArray()).containsExactly(3, 3);
      }
    }
  }

  @Test
  void shouldBeOfTheArraysType() {
    try (var manager = NDManager.newBaseManager(device)) {
      NDArray doubles = manager.create(new double[] {1});

      assertThat(Scalars.like(doubles, 0.1).toDoubleArray()).containsExactly(0.1);
      assertThat(Scalars.like(manager.create(1f), 0.1).getDataType()).isEqualTo(DataType.FLOAT32);
    }
  }

  private static void overwriteFreedMemory() {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(Double.BYTES);
      while (buffer.hasRemaining()) {
        buffer.put((byte) 1);
      }
      buffers.add(buffer);
    }
    assertThat(buffers).hasSize(200);
  }
}
