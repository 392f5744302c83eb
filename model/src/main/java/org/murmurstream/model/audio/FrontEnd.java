package org.murmurstream.model.audio;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;
import org.murmurstream.model.engine.Parallel;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Staging;

/**
 * From samples to the normalised log-mel spectrogram an encoder takes: resampling, Fourier
 * transform, mel bands, logarithm, normalisation. Belongs to one thread.
 */
public final class FrontEnd implements AutoCloseable {

  /** A longer recording is refused: no auscultation lasts so long. */
  public static final int MAX_SECONDS = 3600;

  /** Frames computed at a time, which bounds the memory a long recording takes. */
  private static final int PIECE_FRAMES = 1024;

  private static final double FULL_SCALE = 32_768;

  private final FrontEndConfig config;
  private final NDManager manager;
  private final LogMel logMel;
  private final Staging staging = new Staging();
  private int resampledHz;
  private Resampler resampler;

  public FrontEnd(FrontEndConfig config, Device device) {
    this.config = config;
    this.manager = NDManager.newBaseManager(device);
    this.logMel = new LogMel(config, device);
  }

  /** Starts PyTorch if need be, to compute on the device of the options. */
  public static FrontEnd open(FrontEndConfig config, TorchOptions options) {
    return new FrontEnd(config, Torch.start(options));
  }

  /** Whether a recording's length and sample rate are such as any front end takes. */
  public static boolean takes(Pcm recording) {
    return recording.seconds() <= MAX_SECONDS && Resampler.takes(recording.sampleRateHz());
  }

  public FrontEndConfig config() {
    return config;
  }

  /**
   * The spectrogram of a recording of any sample rate from 1 to 192 kHz.
   *
   * @throws UserException if the recording is longer than an hour, too short for a single frame, or
   *     of another sample rate
   */
  public Spectrogram spectrogram(Pcm recording) {
    return prepare(recording).spectrogram();
  }

  /**
   * A recording as it is listened to.
   *
   * @param spectrogram of all of it, or of what stays of it
   * @param level what stays of it, where recordings are brought to one level; else empty
   */
  public record Prepared(Spectrogram spectrogram, Optional<Levelled> level) {}

  /**
   * The spectrogram of a recording of any sample rate from 1 to 192 kHz, and what it was made from.
   *
   * @throws UserException if the recording is longer than an hour, too short for a single frame, or
   *     of another sample rate; where recordings are brought to one level also if all its samples
   *     are equal
   */
  public Prepared prepare(Pcm recording) {
    return prepare(List.of(recording)).get(0);
  }

  /**
   * The same of several recordings, each by itself.
   *
   * @throws UserException if one of them is refused
   */
  public List<Prepared> prepare(List<Pcm> recordings) {
    List<Resampled> resampled = recordings.stream().map(this::resampled).toList();
    if (config.level() == null) {
      return resampled.stream().map(recording -> prepared(recording.wave())).toList();
    }
    return Parallel.map(resampled, this::level).stream().map(this::prepared).toList();
  }

  /** A recording, and its samples at the front end's rate. */
  private record Resampled(Pcm recording, Waveform wave) {}

  private Resampled resampled(Pcm recording) {
    return new Resampled(recording, waveform(recording));
  }

  private Prepared prepared(Waveform wave) {
    float[] values = logMel(wave);
    normalise(values, new BitSet());
    return new Prepared(spectrogram(values, new BitSet()), Optional.empty());
  }

  private Prepared prepared(Levelled level) {
    float[] values = logMel(waveform(level));
    BitSet masked =
        level.maskedFrames(values.length / config.bands(), config.hopSize(), config.level());
    normalise(values, masked);
    return new Prepared(spectrogram(values, masked), Optional.of(level));
  }

  private Spectrogram spectrogram(float[] values, BitSet masked) {
    return new Spectrogram(config.bands(), values.length / config.bands(), values, masked);
  }

  /** Log-mel values, {@code [bands, frames]}. */
  private float[] logMel(Waveform wave) {
    int frames = Math.toIntExact(config.frames(wave.length()));
    var values = new float[config.bands() * frames];
    for (int first = 0; first < frames; first += PIECE_FRAMES) {
      int count = Math.min(PIECE_FRAMES, frames - first);
      float[] piece = piece(wave, first, count);
      for (int band = 0; band < config.bands(); band++) {
        System.arraycopy(piece, band * count, values, band * frames + first, count);
      }
    }
    return values;
  }

  @Override
  public void close() {
    logMel.close();
    manager.close();
  }

  private Levelled level(Resampled resampled) {
    Waveform wave = resampled.wave();
    var counts = new float[Math.toIntExact(wave.length())];
    wave.read(0, counts, 0, counts.length);
    return Levelled.of(
        IntStream.range(0, counts.length).mapToDouble(i -> counts[i] * FULL_SCALE).toArray(),
        Levelled.step(resampled.recording().samples()),
        config.level(),
        config.sampleRateHz());
  }

  private Waveform waveform(Levelled level) {
    double scale = level.scale(config.level());
    var samples = new float[level.samples().length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (level.samples()[i] * scale);
    }
    return checked(Waveform.of(samples));
  }

  private Waveform waveform(Pcm recording) {
    if (recording.seconds() > MAX_SECONDS) {
      throw new UserException(
          "the recording lasts %.0f seconds; at most %d can be heard in one piece, so cut it"
              .formatted(recording.seconds(), MAX_SECONDS));
    }
    if (recording.sampleRateHz() != resampledHz) {
      try {
        resampler =
            new Resampler(recording.sampleRateHz(), config.sampleRateHz(), config.resampler());
      } catch (IllegalArgumentException e) {
        throw new UserException("the recording cannot be resampled: " + e.getMessage(), e);
      }
      resampledHz = recording.sampleRateHz();
    }
    return checked(Waveform.of(recording, resampler));
  }

  private Waveform checked(Waveform wave) {
    if (wave.length() < config.minSamples()) {
      throw new UserException(
          "the recording is too short to be heard: %d samples at %d Hz, and a spectrogram needs %d"
              .formatted(wave.length(), config.sampleRateHz(), config.minSamples()));
    }
    return wave;
  }

  /** Log-mel values of some frames, {@code [bands, count]}. */
  private float[] piece(Waveform wave, int first, int count) {
    int length = (count - 1) * config.hopSize() + config.fftSize();
    long start = (long) first * config.hopSize() - (config.centred() ? config.fftSize() / 2 : 0);
    var samples = new float[length];
    wave.read(start, samples, 0, length);
    try (var scope = new NDScope()) {
      NDArray waves = staging.put(manager, new Shape(1, length), samples);
      return logMel.compute(waves).toFloatArray();
    }
  }

  /** Masked frames become the mean, and do not count towards it. */
  private void normalise(float[] values, BitSet masked) {
    Normalisation normalisation = config.normalisation();
    double centre =
        switch (normalisation.centring()) {
          case DATASET -> normalisation.mean();
          case RECORDING -> mean(values, masked);
        };
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] - centre) / normalisation.deviation());
    }
    int frames = values.length / config.bands();
    for (int frame = masked.nextSetBit(0); frame >= 0; frame = masked.nextSetBit(frame + 1)) {
      for (int band = 0; band < config.bands(); band++) {
        values[band * frames + frame] = 0;
      }
    }
  }

  private double mean(float[] values, BitSet masked) {
    int frames = values.length / config.bands();
    double sum = 0;
    int clear = 0;
    for (int i = 0; i < values.length; i++) {
      if (!masked.get(i % frames)) {
        sum += values[i];
        clear++;
      }
    }
    return sum / clear;
  }
}
