package org.murmurstream.model.encoder.m2d;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.Spectrogram;

/** Where a spectrogram is cut for an encoder. */
final class ChunkPlan {

  private ChunkPlan() {}

  /**
   * Consecutive chunks of at most {@code config.frames()} frames, after the spectrogram has been
   * padded so that its last chunk holds whole patches. Frames at the end of a chunk that do not
   * fill a patch are dropped, which happens only where an encoder's length is no multiple of its
   * patches.
   */
  static List<Span> of(EncoderConfig config, int frames) {
    int patch = config.patchFrames();
    int rest = frames % config.frames() % patch;
    int padded = frames + (patch - rest) % patch;
    var spans = new ArrayList<Span>();
    int firstColumn = 0;
    for (int first = 0; first < padded; first += config.frames()) {
      int columns = Math.min(config.frames(), padded - first) / patch;
      if (columns > 0) {
        spans.add(new Span(spans.size(), first, firstColumn, columns));
        firstColumn += columns;
      }
    }
    if (spans.isEmpty()) {
      throw new UserException("the recording is too short to be heard: it does not fill a patch");
    }
    return spans;
  }

  /**
   * One chunk.
   *
   * @param index its number
   * @param firstFrame where it begins in the spectrogram
   * @param firstColumn where its columns begin in the embedding
   * @param columns how many columns of patches it has
   */
  record Span(int index, int firstFrame, int firstColumn, int columns) {

    /** This chunk of several spectrograms, {@code [spectrograms, bands, columns * patchFrames]}. */
    float[] cut(List<Spectrogram> spectrograms, int patchFrames) {
      int size = spectrograms.get(0).bands() * columns * patchFrames;
      var values = new float[spectrograms.size() * size];
      for (int row = 0; row < spectrograms.size(); row++) {
        System.arraycopy(cut(spectrograms.get(row), patchFrames), 0, values, row * size, size);
      }
      return values;
    }

    /** The chunk's values, {@code [bands, columns * patchFrames]}, zero beyond the end. */
    float[] cut(Spectrogram spectrogram, int patchFrames) {
      int frames = columns * patchFrames;
      int there = Math.min(frames, spectrogram.frames() - firstFrame);
      var values = new float[spectrogram.bands() * frames];
      for (int band = 0; band < spectrogram.bands(); band++) {
        System.arraycopy(
            spectrogram.values(),
            band * spectrogram.frames() + firstFrame,
            values,
            band * frames,
            there);
      }
      return values;
    }
  }
}
