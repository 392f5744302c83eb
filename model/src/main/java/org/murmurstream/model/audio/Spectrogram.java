package org.murmurstream.model.audio;

/**
 * A normalised log-mel spectrogram.
 *
 * @param bands number of mel bands
 * @param frames number of frames
 * @param values shape {@code [bands, frames]}, row-major, lowest band first
 */
@SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
public record Spectrogram(int bands, int frames, float[] values) {

  public Spectrogram {
    if ((long) bands * frames != values.length) {
      throw new IllegalArgumentException(
          bands + " bands of " + frames + " frames are not " + values.length + " values");
    }
  }

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Spectrogram[" + bands + " x " + frames + "]";
  }
}
