package org.murmurstream.model.audio;

import org.murmurstream.core.Pcm;

/**
 * A recording as the front end sees it: at its sample rate, full scale being 1, reflected at both
 * ends where frames are centred.
 */
final class Waveform {

  private final Samples samples;
  private final long length;

  /** Gives the sample of an index from 0 on. */
  @FunctionalInterface
  private interface Samples {
    float at(long index);
  }

  private Waveform(Samples samples, long length) {
    this.samples = samples;
    this.length = length;
  }

  /**
   * A recording of another rate. Samples are computed when they are asked for, so that an hour of
   * audio takes no more memory than its 16-bit samples.
   */
  static Waveform of(Pcm recording, Resampler resampler) {
    return new Waveform(
        index -> resampler.sample(recording.samples(), index),
        resampler.outputLength(recording.samples().length));
  }

  /** Samples at the front end's rate. */
  static Waveform of(float[] samples) {
    return new Waveform(index -> samples[(int) index], samples.length);
  }

  long length() {
    return length;
  }

  /**
   * Writes consecutive samples.
   *
   * @param start index of the first, down to {@code -(length - 1)}; the edge is not repeated
   */
  void read(long start, float[] into, int offset, int count) {
    for (int i = 0; i < count; i++) {
      into[offset + i] = samples.at(reflected(start + i));
    }
  }

  private long reflected(long index) {
    return index < 0 ? -index : index < length ? index : 2 * (length - 1) - index;
  }
}
