package org.murmurstream.model.audio;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

/**
 * Everything that turns samples into the log-mel spectrogram an encoder takes. It belongs to the
 * encoder: weights trained behind one front end mean nothing behind another.
 *
 * @param sampleRateHz rate the spectrogram is computed at; recordings of another rate are resampled
 * @param fftSize samples per transform; bin k lies at {@code k * sampleRateHz / fftSize} Hz
 * @param windowSize samples under the periodic Hann window, at most {@code fftSize}; a shorter
 *     window sits in the middle of the transform
 * @param hopSize samples from one frame to the next
 * @param bands number of mel bands
 * @param minHz lower edge of the lowest band
 * @param maxHz upper edge of the highest band, at most half the sample rate
 * @param melScale spacing of the bands
 * @param areaNormalised whether each band's triangle has area 1 in Hz (Slaney) rather than height 1
 * @param logOffset added to the power before the natural logarithm, above 0
 * @param centred whether frame i is centred on sample {@code i * hopSize}, the signal being
 *     reflected at both ends by half a transform; otherwise frame i begins there
 * @param normalisation applied to the log-mel values
 * @param resampler filter used for recordings of another rate
 * @param level how recordings are brought to one level first; null if they are taken as they are
 */
public record FrontEndConfig(
    int sampleRateHz,
    int fftSize,
    int windowSize,
    int hopSize,
    int bands,
    double minHz,
    double maxHz,
    MelScale melScale,
    boolean areaNormalised,
    double logOffset,
    boolean centred,
    Normalisation normalisation,
    ResamplerConfig resampler,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) LevelConfig level) {

  /** Statistics of the official checkpoints that carry none of their own (AudioSet). */
  public static final Normalisation AUDIOSET = Normalisation.dataset(-7.1, 4.2);

  /** The front end of M2D's official 16-kHz checkpoints, with the statistics of AudioSet. */
  public static final FrontEndConfig M2D_16K =
      new FrontEndConfig(
          16_000,
          400,
          400,
          160,
          80,
          50,
          8000,
          MelScale.SLANEY,
          true,
          0x1p-23,
          true,
          AUDIOSET,
          ResamplerConfig.HANN_SINC);

  /** The front end of M2D's official 32-kHz checkpoints, with the statistics of AudioSet. */
  public static final FrontEndConfig M2D_32K =
      new FrontEndConfig(
          32_000,
          800,
          800,
          320,
          80,
          50,
          16_000,
          MelScale.SLANEY,
          true,
          0x1p-23,
          true,
          AUDIOSET,
          ResamplerConfig.HANN_SINC);

  /**
   * For heart sounds: 4 kHz, 50 ms every 20 ms, 48 bands from 20 to 1000 Hz. Each recording loses
   * its own mean, which is its loudness; 2.5 is about the deviation of what remains.
   */
  public static final FrontEndConfig HEART =
      new FrontEndConfig(
          4000,
          512,
          200,
          80,
          48,
          20,
          1000,
          MelScale.SLANEY,
          true,
          1e-7,
          true,
          new Normalisation(Normalisation.Centring.RECORDING, 0, 2.5),
          ResamplerConfig.HANN_SINC);

  /** The same for recordings of whatever level, with silence and dropouts in them. */
  public static final FrontEndConfig HEART_LEVEL = HEART.with(LevelConfig.HEART);

  private static final int MAX_SAMPLE_RATE_HZ = 192_000;
  private static final int MAX_FFT_SIZE = 16_384;

  public FrontEndConfig {
    require(
        sampleRateHz > 0 && sampleRateHz <= MAX_SAMPLE_RATE_HZ,
        "sampleRateHz must be 1 to " + MAX_SAMPLE_RATE_HZ + ", was " + sampleRateHz);
    require(
        fftSize >= 2 && fftSize <= MAX_FFT_SIZE,
        "fftSize must be 2 to " + MAX_FFT_SIZE + ", was " + fftSize);
    require(
        windowSize >= 2 && windowSize <= fftSize,
        "windowSize must be 2 to fftSize (" + fftSize + "), was " + windowSize);
    require(hopSize > 0 && hopSize <= fftSize, "hopSize must be 1 to fftSize, was " + hopSize);
    require(bands > 0 && bands <= fftSize, "bands must be 1 to fftSize, was " + bands);
    require(
        minHz >= 0 && minHz < maxHz && maxHz <= sampleRateHz / 2.0,
        "band edges must satisfy 0 <= minHz < maxHz <= sampleRateHz / 2, were "
            + minHz
            + " and "
            + maxHz);
    require(
        logOffset > 0 && Double.isFinite(logOffset), "logOffset must be above 0, was " + logOffset);
    require(melScale != null, "melScale is missing");
    require(normalisation != null, "normalisation is missing");
    require(resampler != null, "resampler is missing");
    require(
        level == null || normalisation.centring() == Normalisation.Centring.RECORDING,
        "recordings that are brought to one level lose their own mean");
  }

  /** A front end that takes recordings as they are. */
  public FrontEndConfig(
      int sampleRateHz,
      int fftSize,
      int windowSize,
      int hopSize,
      int bands,
      double minHz,
      double maxHz,
      MelScale melScale,
      boolean areaNormalised,
      double logOffset,
      boolean centred,
      Normalisation normalisation,
      ResamplerConfig resampler) {
    this(
        sampleRateHz,
        fftSize,
        windowSize,
        hopSize,
        bands,
        minHz,
        maxHz,
        melScale,
        areaNormalised,
        logOffset,
        centred,
        normalisation,
        resampler,
        null);
  }

  /** The same front end for recordings that are brought to one level first. */
  public FrontEndConfig with(LevelConfig other) {
    return with(bands, normalisation, other);
  }

  /** The same front end with the statistics of another data set. */
  public FrontEndConfig withNormalisation(Normalisation other) {
    return with(bands, other, level);
  }

  /** The same front end with another number of bands. */
  public FrontEndConfig withBands(int other) {
    return with(other, normalisation, level);
  }

  private FrontEndConfig with(
      int otherBands, Normalisation otherNormalisation, LevelConfig otherLevel) {
    return new FrontEndConfig(
        sampleRateHz,
        fftSize,
        windowSize,
        hopSize,
        otherBands,
        minHz,
        maxHz,
        melScale,
        areaNormalised,
        logOffset,
        centred,
        otherNormalisation,
        resampler,
        otherLevel);
  }

  /**
   * Where each band hands over to the next: halfway, in mel, between the peaks of neighbours.
   *
   * @return {@code bands + 1} frequencies in hertz, rising; band m lies between the m-th and the
   *     next
   */
  public double[] bandEdgesHz() {
    double from = melScale.mel(minHz);
    double step = (melScale.mel(maxHz) - from) / (bands + 1);
    var edges = new double[bands + 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = melScale.hz(from + (i + 0.5) * step);
    }
    return edges;
  }

  /** Time from one frame to the next, in seconds. */
  public double frameSeconds() {
    return (double) hopSize / sampleRateHz;
  }

  /** Samples a signal needs, at {@link #sampleRateHz}, to have a spectrogram at all. */
  public int minSamples() {
    return centred ? fftSize / 2 + 1 : fftSize;
  }

  /**
   * Number of frames of a signal.
   *
   * @param samples length at {@link #sampleRateHz}, at least {@link #minSamples}
   */
  public long frames(long samples) {
    return 1 + (centred ? samples : samples - fftSize) / hopSize;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException("front end: " + message);
    }
  }
}
