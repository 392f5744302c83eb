package org.murmurstream.model.encoder;

import ai.djl.Device;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.murmurstream.core.Pcm;

/**
 * By how much an encoder's frame embeddings of one recording differ from those in single precision.
 * The recording is made by formula, so that figures of different machines can be compared.
 *
 * @param largest largest absolute difference of two values
 * @param relative Euclidean norm of all differences, in norms of the embeddings in single precision
 */
public record PrecisionLoss(double largest, double relative) {

  private static final int RATE_HZ = 4000;
  private static final int SECONDS = 10;
  private static final int CYCLE_SAMPLES = 2400;
  private static final double TONE_HZ = 60;
  private static final double DECAY_PER_SECOND = 20;
  private static final double TONE = 8000;
  private static final double NOISE = 200;

  /**
   * Measures on a device, to which the weights are copied for the time.
   *
   * @param runner what is measured, at any precision
   * @param encoder what it is to be like
   */
  public static PrecisionLoss of(EncoderRunner runner, Encoder encoder, Device device) {
    float[] actual = frames(runner);
    try (var single = new EncoderRunner(encoder, device)) {
      float[] exact = frames(single);
      double largest = 0;
      double squares = 0;
      double norm = 0;
      for (int i = 0; i < exact.length; i++) {
        double difference = (double) actual[i] - exact[i];
        largest = Math.max(largest, Math.abs(difference));
        squares += difference * difference;
        norm += (double) exact[i] * exact[i];
      }
      return new PrecisionLoss(largest, Math.sqrt(squares / norm));
    }
  }

  /** One clause for people. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "by at most %.2g, %.2g %% of their norm", largest, 100 * relative);
  }

  private static float[] frames(EncoderRunner runner) {
    return runner.embed(List.of(heart())).get(0).frames();
  }

  /** A decaying tone at 100 beats per minute over noise: the same samples on every machine. */
  private static Pcm heart() {
    var random = new Random(1);
    var samples = new short[SECONDS * RATE_HZ];
    for (int i = 0; i < samples.length; i++) {
      double time = (double) (i % CYCLE_SAMPLES) / RATE_HZ;
      double tone =
          StrictMath.sin(2 * Math.PI * TONE_HZ * time) * StrictMath.exp(-DECAY_PER_SECOND * time);
      samples[i] = (short) (TONE * tone + NOISE * random.nextGaussian());
    }
    return new Pcm(RATE_HZ, samples);
  }
}
