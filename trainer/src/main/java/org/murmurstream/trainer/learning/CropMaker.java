package org.murmurstream.trainer.learning;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.frames.FrameHead;

/** Cuts a crop out of each recording of a batch, varied at random, with its targets. */
public final class CropMaker {

  private final FrameTraining config;
  private final int bands;
  private final int frames;

  public CropMaker(FrameTraining config) {
    this.config = config;
    this.bands = config.encoder().bands();
    this.frames = config.encoder().frames();
  }

  /** One crop of each recording. */
  public FrameBatch batch(List<TrainingRecording> recordings, RandomGenerator random) {
    int crops = recordings.size();
    M2dConfig encoder = config.encoder();
    int columnFrames = encoder.patchFrames();
    int keptFrames = config.keptColumns() * columnFrames;
    var spectrograms = new float[crops * bands * frames];
    var kept = new long[crops * encoder.gridBands() * config.keptColumns()];
    var states = new float[crops * keptFrames * FrameHead.STATES];
    var annotatableWeights = new float[crops * keptFrames];
    var annotatable = new float[crops * keptFrames];
    var murmurWeights = new float[crops * keptFrames];
    var murmur = new float[crops * keptFrames];
    var labels = new float[crops * FrameHead.CLASSES];
    for (int i = 0; i < crops; i++) {
      TrainingRecording recording = recordings.get(i);
      TrainingRecording.Sight sight = sight(recording, random);
      var view = new View(sight.spectrogram(), random);
      view.write(sight.spectrogram(), spectrograms, i * bands * frames);
      mask(spectrograms, i * bands * frames, random);
      int[] columns = choose(encoder.gridColumns(), config.keptColumns(), random);
      for (int row = 0; row < encoder.gridBands(); row++) {
        for (int k = 0; k < columns.length; k++) {
          kept[(i * encoder.gridBands() + row) * columns.length + k] =
              (long) row * encoder.gridColumns() + columns[k];
        }
      }
      for (int k = 0; k < keptFrames; k++) {
        int source = view.source(columns[k / columnFrames] * columnFrames + k % columnFrames);
        if (source >= sight.spectrogram().frames()) {
          continue;
        }
        int at = i * keptFrames + k;
        annotatableWeights[at] = 1;
        byte state = sight.targets().states()[source];
        if (state != FrameTargets.IGNORED) {
          annotatable[at] = 1;
          states[at * FrameHead.STATES + state] = 1;
        }
        byte heard = sight.targets().murmur()[source];
        if (heard != FrameTargets.IGNORED) {
          murmurWeights[at] = 1;
          murmur[at] = heard;
        }
      }
      label(recording, labels, i * FrameHead.CLASSES);
    }
    scale(sum(states), states);
    scale(sum(annotatableWeights), annotatableWeights, annotatable);
    scale(sum(murmurWeights), murmurWeights, murmur);
    scale(sum(labels), labels);
    return new FrameBatch(
        crops,
        spectrograms,
        kept,
        states,
        annotatableWeights,
        annotatable,
        murmurWeights,
        murmur,
        labels);
  }

  /** The recording as it was made, or by chance one of its distortions. */
  private TrainingRecording.Sight sight(TrainingRecording recording, RandomGenerator random) {
    int distortions = recording.distorted().size();
    return distortions > 0 && random.nextDouble() < config.distortedShare()
        ? recording.distorted().get(random.nextInt(distortions))
        : recording.sight();
  }

  private void label(TrainingRecording recording, float[] labels, int offset) {
    FrameTraining.LossWeights loss = config.loss();
    double classWeight =
        switch (recording.label()) {
          case PRESENT -> loss.present();
          case UNKNOWN -> loss.unknown();
          case ABSENT -> loss.absent();
        };
    double weight = classWeight * recording.weight();
    double elsewhere = loss.smoothing() / FrameHead.CLASSES;
    int at = offset;
    for (MurmurClass murmur : MurmurClass.values()) {
      double target = elsewhere + (murmur == recording.label() ? 1 - loss.smoothing() : 0);
      labels[at++] = (float) (weight * target);
    }
  }

  /** Hides stretches of frames and groups of bands behind the mean. */
  private void mask(float[] values, int offset, RandomGenerator random) {
    Augmentation augmentation = config.augmentation();
    for (int n = random.nextInt(augmentation.timeMasks() + 1); n > 0; n--) {
      int width = random.nextInt(augmentation.timeMaskFrames() + 1);
      int first = random.nextInt(frames - width + 1);
      for (int band = 0; band < bands; band++) {
        int at = offset + band * frames + first;
        Arrays.fill(values, at, at + width, 0);
      }
    }
    for (int n = random.nextInt(augmentation.bandMasks() + 1); n > 0; n--) {
      int width = random.nextInt(augmentation.bandMaskBands() + 1);
      int first = random.nextInt(bands - width + 1);
      int at = offset + first * frames;
      Arrays.fill(values, at, at + width * frames, 0);
    }
  }

  /** Some of {@code n} numbers, in rising order. */
  private static int[] choose(int n, int some, RandomGenerator random) {
    var chosen = new int[some];
    int count = 0;
    for (int i = 0; count < some; i++) {
      if (random.nextInt(n - i) < some - count) {
        chosen[count++] = i;
      }
    }
    return chosen;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static void scale(double sum, float[]... arrays) {
    if (sum > 0) {
      for (float[] values : arrays) {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (values[i] / sum);
        }
      }
    }
  }

  /** Where a crop begins, at which tempo, how far shifted along frequency, how much louder. */
  private final class View {

    private final double start;
    private final double tempo;
    private final int shift;
    private final float gain;

    View(Spectrogram spectrogram, RandomGenerator random) {
      Augmentation augmentation = config.augmentation();
      tempo = 1 + augmentation.stretch() * (2 * random.nextDouble() - 1);
      start = Math.max(0, random.nextDouble() * (spectrogram.frames() - 1 - (frames - 1) * tempo));
      shift = random.nextInt(2 * augmentation.bandShift() + 1) - augmentation.bandShift();
      gain = (float) (augmentation.gain() * random.nextGaussian());
    }

    /** The frame of the recording nearest to a frame of the crop; it may lie beyond the end. */
    int source(int frame) {
      return (int) Math.round(start + frame * tempo);
    }

    /** Interpolates between frames; beyond the end is the mean. */
    void write(Spectrogram spectrogram, float[] into, int offset) {
      int length = spectrogram.frames();
      for (int i = 0; i < frames && source(i) < length; i++) {
        double position = Math.min(start + i * tempo, length - 1.0);
        int before = (int) position;
        int after = Math.min(before + 1, length - 1);
        float share = (float) (position - before);
        for (int band = 0; band < bands; band++) {
          int row = Math.min(bands - 1, Math.max(0, band - shift)) * length;
          float low = spectrogram.values()[row + before];
          float high = spectrogram.values()[row + after];
          into[offset + band * frames + i] = low + share * (high - low) + gain;
        }
      }
    }
  }
}
