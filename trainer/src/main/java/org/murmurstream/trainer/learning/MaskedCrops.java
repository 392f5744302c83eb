package org.murmurstream.trainer.learning;

import java.util.List;
import java.util.random.RandomGenerator;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;

/**
 * A batch of pre-training.
 *
 * @param crops number of crops
 * @param spectrograms normalised, {@code [crops, bands, frames]}
 * @param order the patches of each crop in random order, {@code [crops, patches]}
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record MaskedCrops(int crops, float[] spectrograms, long[] order) {

  /**
   * A random crop of each recording, its patches in random order. A recording shorter than a crop
   * is followed by zeros, which is the mean.
   */
  public static MaskedCrops of(
      M2dConfig encoder, List<Spectrogram> recordings, RandomGenerator random) {
    int crops = recordings.size();
    int values = encoder.bands() * encoder.frames();
    var spectrograms = new float[crops * values];
    var order = new long[crops * encoder.patches()];
    for (int i = 0; i < crops; i++) {
      crop(encoder, recordings.get(i), spectrograms, i * values, random);
      shuffle(order, i * encoder.patches(), encoder.patches(), random);
    }
    return new MaskedCrops(crops, spectrograms, order);
  }

  private static void crop(
      M2dConfig encoder, Spectrogram recording, float[] into, int offset, RandomGenerator random) {
    int length = Math.min(encoder.frames(), recording.frames());
    int first = random.nextInt(recording.frames() - length + 1);
    for (int band = 0; band < encoder.bands(); band++) {
      System.arraycopy(
          recording.values(),
          band * recording.frames() + first,
          into,
          offset + band * encoder.frames(),
          length);
    }
  }

  /** Fisher and Yates, inside out. */
  private static void shuffle(long[] order, int offset, int count, RandomGenerator random) {
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[offset + i] = order[offset + j];
      order[offset + j] = i;
    }
  }
}
