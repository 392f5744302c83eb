package org.murmurstream.core;

/**
 * One complete recording as the device took it: 16-bit linear samples, one channel.
 *
 * @param sampleRateHz samples per second
 * @param samples the samples; the array is not copied and must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // minutes of audio are passed on, never compared
public record Pcm(int sampleRateHz, short[] samples) {

  public Pcm {
    if (sampleRateHz <= 0) {
      throw new IllegalArgumentException("sample rate must be positive, was " + sampleRateHz);
    }
  }

  public double seconds() {
    return (double) samples.length / sampleRateHz;
  }

  /** Audio is patient data: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Pcm[" + samples.length + " samples at " + sampleRateHz + " Hz]";
  }
}
