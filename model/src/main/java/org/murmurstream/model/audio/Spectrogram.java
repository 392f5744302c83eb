package org.murmurstream.model.audio;

import java.util.BitSet;

/**
 * A normalised log-mel spectrogram.
 *
 * @param bands number of mel bands
 * @param frames number of frames
 * @param values shape {@code [bands, frames]}, row-major, lowest band first
 * @param masked frames of sound that has dropped out: 0, which is the mean, in all bands
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record Spectrogram(int bands, int frames, float[] values, BitSet masked) {

  public Spectrogram {
    if ((long) bands * frames != values.length) {
      throw new IllegalArgumentException(
          bands + " bands of " + frames + " frames are not " + values.length + " values");
    }
  }

  /** A spectrogram without dropouts. */
  public Spectrogram(int bands, int frames, float[] values) {
    this(bands, frames, values, new BitSet());
  }

  /** Number of frames that are not masked. */
  public int clearFrames() {
    return frames - masked.cardinality();
  }

  /** Whether some frame of those from one up to, not including, another is masked. */
  public boolean isMasked(int from, int to) {
    int next = masked.nextSetBit(from);
    return next >= 0 && next < to;
  }

  /**
   * Copies frames, band by band.
   *
   * @param start the first one
   * @param count how many; what lies beyond the end is left as it is in {@code into}
   * @param into gets {@code [bands, count]} from {@code offset} on
   */
  public void copy(int start, int count, float[] into, int offset) {
    int there = Math.min(count, frames - start);
    for (int band = 0; band < bands; band++) {
      System.arraycopy(values, band * frames + start, into, offset + band * count, there);
    }
  }

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Spectrogram[" + bands + " x " + frames + "]";
  }
}
