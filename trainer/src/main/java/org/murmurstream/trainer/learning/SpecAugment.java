package org.murmurstream.trainer.learning;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.murmurstream.model.audio.Spectrogram;

/**
 * One group of bands and one stretch of frames hidden, the same of every spectrogram of a batch
 * (SpecAugment, Park et al. 2019). What is hidden becomes the mean, 0.
 *
 * @param bands a group is narrower than so many; 0 or 1 hides none
 * @param frames a stretch is shorter than so many; 0 or 1 hides none
 */
public record SpecAugment(int bands, int frames) {

  /** Nothing hidden, as published. */
  public static final SpecAugment NONE = new SpecAugment(0, 0);

  public SpecAugment {
    if (bands < 0 || frames < 0) {
      throw new IllegalArgumentException("masks must not be narrower than 0");
    }
  }

  /**
   * Hides parts.
   *
   * @param batch normalised, all of the same size
   * @return the same, or copies of them
   */
  public List<Spectrogram> hide(List<Spectrogram> batch, RandomGenerator random) {
    if (equals(NONE)) {
      return batch;
    }
    Spectrogram one = batch.get(0);
    Range hiddenBands = Range.draw(bands, one.bands(), random);
    Range hiddenFrames = Range.draw(frames, one.frames(), random);
    return batch.stream().map(whole -> hide(whole, hiddenBands, hiddenFrames)).toList();
  }

  private static Spectrogram hide(Spectrogram whole, Range bands, Range frames) {
    float[] values = whole.values().clone();
    int length = whole.frames();
    Arrays.fill(values, bands.from() * length, bands.to() * length, 0);
    for (int band = 0; band < whole.bands(); band++) {
      Arrays.fill(values, band * length + frames.from(), band * length + frames.to(), 0);
    }
    return new Spectrogram(whole.bands(), length, values);
  }

  /** From one to before another. */
  private record Range(int from, int to) {

    static Range draw(int bound, int size, RandomGenerator random) {
      int width = bound == 0 ? 0 : Math.min(size, random.nextInt(bound));
      int from = random.nextInt(size - width + 1);
      return new Range(from, from + width);
    }
  }
}
