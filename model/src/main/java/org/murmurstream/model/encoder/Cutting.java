package org.murmurstream.model.encoder;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.Spectrogram;

/**
 * Where a spectrogram is cut for an encoder: into chunks one after another, or into crops each half
 * over the one before. Windows of a length of their own are a {@link WindowPlan}.
 */
public final class Cutting {

  private Cutting() {}

  /**
   * Consecutive chunks of at most {@code config.frames()} frames, after the spectrogram has been
   * padded so that its last chunk holds whole columns. Frames at the end of a chunk that do not
   * fill a column are dropped, which happens only where an encoder's length is no multiple of its
   * columns.
   *
   * @throws UserException if there is not one column
   */
  public static List<Chunk> chunks(EncoderConfig config, int frames) {
    int column = config.framesPerColumn();
    int rest = frames % config.frames() % column;
    int padded = frames + (column - rest) % column;
    var chunks = new ArrayList<Chunk>();
    int firstColumn = 0;
    for (int first = 0; first < padded; first += config.frames()) {
      int columns = Math.min(config.frames(), padded - first) / column;
      if (columns > 0) {
        chunks.add(new Chunk(chunks.size(), first, columns * column, firstColumn, columns));
        firstColumn += columns;
      }
    }
    if (chunks.isEmpty()) {
      throw new UserException("the recording is too short to be heard: it does not fill a patch");
    }
    return chunks;
  }

  /**
   * First frames of crops, each half over the one before, the last one ending with the recording; 0
   * alone where the recording is shorter than a crop.
   *
   * @param frames of the recording
   * @param length frames of a crop
   */
  public static List<Integer> halfOverlapping(int frames, int length) {
    var starts = new ArrayList<Integer>();
    int last = Math.max(0, frames - length);
    for (int start = 0; start < last; start += length / 2) {
      starts.add(start);
    }
    starts.add(last);
    return starts;
  }

  /**
   * One chunk.
   *
   * @param index its number
   * @param firstFrame where it begins in the spectrogram
   * @param frames how many it has
   * @param firstColumn where its columns begin in the embedding
   * @param columns how many it has
   */
  public record Chunk(int index, int firstFrame, int frames, int firstColumn, int columns) {

    /** This chunk of several spectrograms, {@code [spectrograms, bands, frames]}, row-major. */
    public float[] cut(List<Spectrogram> spectrograms) {
      int size = spectrograms.get(0).bands() * frames;
      var values = new float[spectrograms.size() * size];
      for (int row = 0; row < spectrograms.size(); row++) {
        spectrograms.get(row).copy(firstFrame, frames, values, row * size);
      }
      return values;
    }
  }
}
