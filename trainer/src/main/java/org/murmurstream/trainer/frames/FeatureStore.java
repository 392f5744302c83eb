package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.murmurstream.core.Pcm;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Levelled;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.run.TensorCache;

/**
 * Spectrograms and figures of the sound on disk, by digest of front end and audio, so that each is
 * computed once. Belongs to one thread; several processes may share a folder.
 */
public final class FeatureStore {

  private static final String SPECTROGRAM = "spectrogram";
  private static final String MASKED = "masked";
  private static final String CUTS = "cuts";
  private static final String SOUND = "sound";
  private static final String QUALITY = "quality";
  private static final String MEASURES = "measures";

  private final FrontEnd frontEnd;
  private final TensorCache cache;

  public FeatureStore(Path folder, FrontEnd frontEnd) throws IOException {
    this.frontEnd = frontEnd;
    int bands = frontEnd.config().bands();
    boolean level = frontEnd.config().level() != null;
    this.cache =
        new TensorCache(
            folder,
            SPECTROGRAM,
            frontEnd.config(),
            tensors ->
                tensors.containsKey(SPECTROGRAM)
                    && tensors
                        .get(SPECTROGRAM)
                        .hasShape(bands, tensors.get(SPECTROGRAM).data().length / bands)
                    && tensors.containsKey(MEASURES) == level);
  }

  /**
   * What is computed of a recording.
   *
   * @param spectrogram of what stays of it
   * @param figures what it sounds like; empty if recordings are taken as they are
   * @param cuts what was cut out, in samples at the front end's rate
   */
  public record Features(
      Spectrogram spectrogram, Optional<SoundFigures> figures, List<Levelled.Interval> cuts) {}

  public FrontEndConfig config() {
    return frontEnd.config();
  }

  /**
   * The spectrogram of a recording, from disk if it has been computed before.
   *
   * @throws org.murmurstream.core.UserException if what is on disk is damaged
   */
  public Spectrogram spectrogram(Pcm recording) {
    return features(recording).spectrogram();
  }

  /**
   * The same with figures.
   *
   * @throws org.murmurstream.core.UserException if what is on disk is damaged
   */
  public Features features(Pcm recording) {
    try {
      return features(cache.of(recording, this::compute));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Tensor> compute(Pcm recording) {
    FrontEnd.Prepared prepared = frontEnd.prepare(recording);
    Spectrogram spectrogram = prepared.spectrogram();
    var tensors = new LinkedHashMap<String, Tensor>();
    long[] shape = {spectrogram.bands(), spectrogram.frames()};
    tensors.put(SPECTROGRAM, new Tensor(shape, spectrogram.values()));
    if (prepared.level().isPresent()) {
      Levelled level = prepared.level().get();
      var figures = SoundFigures.of(level, spectrogram, frontEnd.config());
      tensors.put(SOUND, vector(figures.sound()));
      tensors.put(QUALITY, vector(figures.quality()));
      tensors.put(
          MEASURES,
          vector(
              (float) figures.loudSteps(),
              (float) figures.clearSeconds(),
              (float) figures.maskedShare()));
      putIfAny(MASKED, spectrogram.masked().stream().toArray(), tensors);
      putIfAny(
          CUTS,
          level.cuts().stream().flatMapToInt(cut -> IntStream.of(cut.from(), cut.to())).toArray(),
          tensors);
    }
    return tensors;
  }

  private static Features features(Map<String, Tensor> tensors) {
    Tensor values = tensors.get(SPECTROGRAM);
    var masked = new BitSet();
    if (tensors.containsKey(MASKED)) {
      for (float frame : tensors.get(MASKED).data()) {
        masked.set((int) frame);
      }
    }
    var cuts = new ArrayList<Levelled.Interval>();
    if (tensors.containsKey(CUTS)) {
      float[] ends = tensors.get(CUTS).data();
      for (int i = 0; i < ends.length; i += 2) {
        cuts.add(new Levelled.Interval((int) ends[i], (int) ends[i + 1]));
      }
    }
    return new Features(
        new Spectrogram((int) values.shape()[0], (int) values.shape()[1], values.data(), masked),
        Optional.ofNullable(tensors.get(MEASURES)).map(measures -> figures(tensors, measures)),
        cuts);
  }

  private static SoundFigures figures(Map<String, Tensor> tensors, Tensor measures) {
    return new SoundFigures(
        tensors.get(SOUND).data(),
        tensors.get(QUALITY).data(),
        measures.data()[0],
        measures.data()[1],
        measures.data()[2]);
  }

  /** Whole numbers up to 2^24, which are more samples than an hour has, are exact. */
  private static void putIfAny(String name, int[] numbers, Map<String, Tensor> tensors) {
    if (numbers.length > 0) {
      var values = new float[numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = numbers[i];
      }
      tensors.put(name, vector(values));
    }
  }

  private static Tensor vector(float... values) {
    return new Tensor(new long[] {values.length}, values);
  }
}
