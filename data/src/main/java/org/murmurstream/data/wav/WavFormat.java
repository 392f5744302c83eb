package org.murmurstream.data.wav;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.murmurstream.core.Pcm;

/**
 * How the samples of a file are laid out.
 *
 * @param encoding of a sample
 * @param channels 1 or 2
 * @param sampleRateHz samples a second
 */
record WavFormat(SampleEncoding encoding, int channels, int sampleRateHz) {

  private static final int BYTES = 16;
  private static final int EXTENSIBLE = 0xfffe;
  private static final int SUBFORMAT_AT = 24;
  private static final int MAX_CHANNELS = 2;

  /**
   * Reads the body of a {@code fmt } chunk.
   *
   * @throws WavFault if samples of this format cannot be read
   */
  static WavFormat of(ByteBuffer format) {
    if (format.limit() < BYTES) {
      throw new WavFault("has a fmt chunk of %d bytes".formatted(format.limit()));
    }
    int code = Short.toUnsignedInt(format.getShort(0));
    if (code == EXTENSIBLE && format.limit() >= SUBFORMAT_AT + Short.BYTES) {
      code = Short.toUnsignedInt(format.getShort(SUBFORMAT_AT));
    }
    int channels = Short.toUnsignedInt(format.getShort(2));
    int sampleRateHz = format.getInt(4);
    int bits = Short.toUnsignedInt(format.getShort(BYTES - Short.BYTES));
    SampleEncoding encoding = SampleEncoding.of(code, bits).orElseThrow(unknown(code, bits));
    if (channels < 1 || channels > MAX_CHANNELS) {
      throw Channels.tooMany(channels);
    }
    if (sampleRateHz <= 0) {
      throw new WavFault("has a sample rate of %d Hz".formatted(sampleRateHz));
    }
    return new WavFormat(encoding, channels, sampleRateHz);
  }

  private static Supplier<WavFault> unknown(int code, int bits) {
    return () ->
        new WavFault(
            "has encoding %d with %d bits, which is not read; 'ffmpeg -i FILE -c:a pcm_s16le NEW.wav' makes one that is"
                .formatted(code, bits));
  }

  /**
   * Reads the samples. Bytes at the end that are no whole sample are none.
   *
   * @throws WavFault if there are none, or two channels that differ
   */
  Pcm decode(ByteBuffer data) {
    int count = data.limit() / (channels * encoding.bytes());
    if (count == 0) {
      throw new WavFault("has %d bytes of samples".formatted(data.limit()));
    }
    double[] first = channel(data, 0, count);
    double[] all = channels == 1 ? first : Channels.merge(first, channel(data, 1, count));
    return new Pcm(sampleRateHz, rounded(all));
  }

  private double[] channel(ByteBuffer data, int number, int count) {
    double[] counts = new double[count];
    int frameBytes = channels * encoding.bytes();
    for (int i = 0; i < count; i++) {
      counts[i] = encoding.counts(data, i * frameBytes + number * encoding.bytes());
    }
    return counts;
  }

  /**
   * Rounds to 16 bits. What went beyond full scale, as floating point can, is made softer as a
   * whole rather than clipped.
   */
  private static short[] rounded(double[] counts) {
    double peak = 0;
    for (double value : counts) {
      peak = Math.max(peak, Math.abs(value));
      if (!Double.isFinite(value)) {
        throw new WavFault("holds samples that are no numbers; export it again");
      }
    }
    double scale = peak > SampleEncoding.FULL_SCALE ? Short.MAX_VALUE / peak : 1;
    short[] samples = new short[counts.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.min(Math.rint(counts[i] * scale), Short.MAX_VALUE);
    }
    return samples;
  }
}
