package org.murmurstream.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.ResidentMemory;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;

class EncoderRunnerMemoryTest {

  /** Until then the compiler takes what it needs, which comes to some megabytes once. */
  private static final int WARM_UP = 12_000;

  private static final int SEGMENTS = 10_000;

  /** One array of a few hundred bytes left behind by every operation would be 100 MB. */
  private static final long ALLOWED_KILOBYTES = 8 * 1024;

  @Test
  void shouldKeepItsMemoryOverTenThousandSegments() throws Exception {
    // When
    long grownKilobytes = ResidentMemory.measuredBy(EncoderRunnerMemoryTest.class);

    // Then
    assertThat(grownKilobytes).isLessThan(ALLOWED_KILOBYTES);
  }

  /** Prints by how many kilobytes resident memory grows. */
  public static void main(String[] args) throws IOException {
    Pcm segment = EncoderRunnerTest.noise(4000, 2560, 10);
    try (var encoder =
        new EncoderRunner(
            Encoder.seeded(EncoderRunnerTest.SMALL_FRONT_END, EncoderRunnerTest.SMALL, 1),
            Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU)))) {
      embed(encoder, segment, WARM_UP);
      long before = ResidentMemory.kilobytes();
      embed(encoder, segment, SEGMENTS);
      System.out.println(ResidentMemory.kilobytes() - before);
    }
  }

  private static void embed(EncoderRunner encoder, Pcm segment, int times) {
    List<Pcm> batch = Collections.nCopies(10, segment);
    for (int i = 0; i < times; i += batch.size()) {
      if (encoder.embed(batch).size() != batch.size()) {
        throw new IllegalStateException("embeddings are missing");
      }
    }
  }
}
