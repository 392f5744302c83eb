package org.murmurstream.model.audio;

import org.murmurstream.core.Pcm;

/**
 * A recording as the front end sees it: at its sample rate, full scale being 1, reflected at both
 * ends where frames are centred. Samples are computed when they are asked for, so that an hour of
 * audio takes no more memory than its 16-bit samples.
 */
final class Waveform {

  private final short[] samples;
  private final Resampler resampler;
  private final long length;

  Waveform(Pcm recording, Resampler resampler) {
    this.samples = recording.samples();
    this.resampler = resampler;
    this.length = resampler.outputLength(samples.length);
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
      into[offset + i] = resampler.sample(samples, reflected(start + i));
    }
  }

  private long reflected(long index) {
    return index < 0 ? -index : index < length ? index : 2 * (length - 1) - index;
  }
}
