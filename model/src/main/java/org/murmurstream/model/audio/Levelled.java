package org.murmurstream.model.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.murmurstream.core.Biquad;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Quantiles;

/**
 * A recording without its silence: what was cut out, what is masked, and how loud the rest is.
 *
 * @param samples what stays, in counts, of which full scale has 32768; pieces joined, the pass band
 *     alone
 * @param raw the same with what lies outside the pass band
 * @param masked which of them have dropped out
 * @param cuts what was cut out, as samples of the recording at the front end's rate, in order
 * @param loud how loud the sound is, in counts: root of a quantile of the mean squares of blocks
 * @param step least difference between two values of the samples as they came, in counts
 * @param blocks mean square of each block that holds no masked sample, in counts squared
 */
@SuppressWarnings("ArrayRecordComponent") // audio is passed on, never compared
public record Levelled(
    double[] samples,
    double[] raw,
    BitSet masked,
    List<Interval> cuts,
    double loud,
    double step,
    double[] blocks) {

  /** Below any count: keeps the root of nothing defined. */
  private static final double NOTHING = 1e-9;

  /** How often quiet blocks are looked for, loudness being taken anew. */
  private static final int ROUNDS = 2;

  private static final int LEAST_BLOCKS = 4;
  private static final double FULL_SCALE = 32_768;

  /** Samples from one up to, not including, another. */
  public record Interval(int from, int to) {

    int length() {
      return to - from;
    }
  }

  /**
   * Levels a recording.
   *
   * @param counts the samples at the front end's rate, in counts
   * @param step least difference between two values of the samples as they came, in counts
   * @throws UserException if all samples are equal
   */
  static Levelled of(double[] counts, double step, LevelConfig config, double sampleRateHz) {
    if (step == 0) {
      throw new UserException("all samples of the recording are equal: there is nothing to hear");
    }
    var silence = new SilenceFinder(counts, step, config);
    BitSet cut = silence.cut();
    BitSet masked = without(silence.masked(), cut, counts.length);
    double[] raw = without(counts, cut);
    double[] samples = passed(raw, config.band(), sampleRateHz);
    double[] energies = energies(samples, config.blockSamples());
    double[] clear = clear(energies, masked, config.blockSamples());
    double[] blocks = clear.length < LEAST_BLOCKS ? energies : clear;
    return new Levelled(
        samples,
        raw,
        masked,
        runs(cut, counts.length, 1),
        loud(blocks, config.loudQuantile()),
        step,
        blocks);
  }

  /** Least positive difference between two values of some samples; 0 if all are equal. */
  static double step(short[] samples) {
    var there = new BitSet(1 << Short.SIZE);
    for (short sample : samples) {
      there.set(sample - Short.MIN_VALUE);
    }
    int step = 0;
    int before = there.nextSetBit(0);
    for (int value = there.nextSetBit(before + 1);
        value >= 0;
        value = there.nextSetBit(value + 1)) {
      step = step == 0 ? value - before : Math.min(step, value - before);
      before = value;
    }
    return step;
  }

  /** By what samples in counts are multiplied, to be of the target's loudness at full scale 1. */
  public double scale(LevelConfig config) {
    return config.target() / FULL_SCALE / loud;
  }

  /** How many steps the loudness has. */
  public double loudSteps() {
    return loud / step;
  }

  /** Number of samples that are not masked. */
  public int clearSamples() {
    return samples.length - masked.cardinality();
  }

  /** Share of the samples that is masked, 0 to 1. */
  public double maskedShare() {
    return (double) masked.cardinality() / samples.length;
  }

  /**
   * Which frames of a spectrogram are masked.
   *
   * @param frames how many there are
   * @param hop samples from one to the next
   */
  BitSet maskedFrames(int frames, int hop, LevelConfig config) {
    var of = new BitSet(frames);
    for (int frame = 0; frame < frames; frame++) {
      int from = Math.max(0, frame * hop - config.maskReach());
      int next = masked.nextSetBit(from);
      of.set(frame, next >= 0 && next < frame * hop + config.maskReach());
    }
    return frames - of.cardinality() < config.leastFrames() ? new BitSet(frames) : of;
  }

  /**
   * Where a moment of a recording lies in what stays of it; one that was cut out, at the cut.
   *
   * @param seconds from the start of the recording
   */
  public static double staying(double seconds, List<Interval> cuts, double sampleRateHz) {
    double at = seconds * sampleRateHz;
    double before = 0;
    for (Interval cut : cuts) {
      before += Math.max(0, Math.min(at, cut.to()) - cut.from());
    }
    return (at - before) / sampleRateHz;
  }

  /** Audio is patient data: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Levelled[" + samples.length + " samples]";
  }

  static double[] energies(double[] samples, int block) {
    var energies = new double[samples.length / block];
    for (int i = 0; i < energies.length; i++) {
      double sum = 0;
      for (int k = i * block; k < (i + 1) * block; k++) {
        sum += samples[k] * samples[k];
      }
      energies[i] = sum / block;
    }
    return energies;
  }

  static double loud(double[] energies, double quantile) {
    return energies.length == 0
        ? Math.sqrt(NOTHING)
        : Math.sqrt(NOTHING + Quantiles.of(energies, quantile));
  }

  private static double[] clear(double[] energies, BitSet masked, int block) {
    return IntStream.range(0, energies.length)
        .filter(i -> !any(masked, i * block, (i + 1) * block))
        .mapToDouble(i -> energies[i])
        .toArray();
  }

  /** Zero-phase: what a filter delays forwards it brings back on the way back. */
  private static double[] passed(double[] samples, LevelConfig.Band band, double sampleRateHz) {
    if (band.isOpen()) {
      return samples;
    }
    double[] passed = samples.clone();
    double mean = Arrays.stream(passed).average().orElse(0);
    Arrays.setAll(passed, i -> passed[i] - mean);
    for (int way = 0; way < 2; way++) {
      for (int section = 0; section < band.sections(); section++) {
        double quality = quality(section, band.sections());
        if (band.lowHz() > 0) {
          Biquad.highPass(band.lowHz(), quality, sampleRateHz).filter(passed);
        }
        if (band.highHz() > 0) {
          Biquad.lowPass(band.highHz(), quality, sampleRateHz).filter(passed);
        }
      }
      reverse(passed);
    }
    return passed;
  }

  /** Of a section of a Butterworth filter: its poles lie evenly on a circle. */
  private static double quality(int section, int sections) {
    return 1 / (2 * StrictMath.cos(Math.PI * (2 * section + 1) / (4 * sections)));
  }

  private static void reverse(double[] values) {
    for (int i = 0, j = values.length - 1; i < j; i++, j--) {
      double swap = values[i];
      values[i] = values[j];
      values[j] = swap;
    }
  }

  private static double[] without(double[] values, BitSet cut) {
    return IntStream.range(0, values.length)
        .filter(i -> !cut.get(i))
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static BitSet without(BitSet values, BitSet cut, int length) {
    var stay = new BitSet(length);
    int next = 0;
    for (int i = cut.nextClearBit(0); i < length; i = cut.nextClearBit(i + 1)) {
      stay.set(next++, values.get(i));
    }
    return stay;
  }

  private static boolean any(BitSet bits, int from, int to) {
    int next = bits.nextSetBit(from);
    return next >= 0 && next < to;
  }

  /** Runs of set bits at least so long. */
  private static List<Interval> runs(BitSet bits, int length, int least) {
    var runs = new ArrayList<Interval>();
    for (int from = bits.nextSetBit(0); from >= 0 && from < length; ) {
      int to = Math.min(length, bits.nextClearBit(from));
      if (to - from >= least) {
        runs.add(new Interval(from, to));
      }
      from = bits.nextSetBit(to);
    }
    return runs;
  }

  /** Finds what to cut out and what to mask. */
  private static final class SilenceFinder {

    private final double[] counts;
    private final LevelConfig config;
    private final LevelConfig.Silence silence;
    private final double[] energies;
    private final BitSet cut;
    private final BitSet masked;

    SilenceFinder(double[] counts, double step, LevelConfig config) {
      this.counts = counts;
      this.config = config;
      this.silence = config.silence();
      this.energies = Levelled.energies(counts, config.blockSamples());
      this.cut = new BitSet(counts.length);
      this.masked = new BitSet(counts.length);
      digital(step);
      for (int round = 0; round < ROUNDS; round++) {
        quiet();
      }
      if (counts.length - cut.cardinality() < silence.leastSamples()) {
        masked.andNot(cut);
        cut.clear();
      }
    }

    BitSet cut() {
      return cut;
    }

    BitSet masked() {
      return masked;
    }

    private void digital(double step) {
      double loud = loud(energies, config.loudQuantile());
      double most = Math.min(silence.maxSteps(), Math.floor(loud / silence.loudPerStep()));
      boolean coarse = step > Math.max(1, loud / silence.coarseShare());
      var still = new BitSet(counts.length);
      for (int i = 0; i < counts.length; i++) {
        still.set(i, Math.abs(counts[i]) <= most);
      }
      for (Interval run : runs(still, counts.length, silence.maskedSamples())) {
        boolean atEnd = run.from() == 0 || run.to() == counts.length;
        int least = atEnd ? silence.endSamples() : silence.pauseSamples();
        if (run.length() >= least) {
          cut.set(run.from(), run.to());
        } else if (!coarse) {
          masked.set(run.from(), run.to());
        }
      }
    }

    private void quiet() {
      int block = config.blockSamples();
      double[] staying =
          IntStream.range(0, energies.length)
              .filter(i -> !any(cut, i * block, (i + 1) * block))
              .mapToDouble(i -> energies[i])
              .toArray();
      if (staying.length == 0) {
        return;
      }
      double limit = loud(staying, config.loudQuantile()) / silence.quietShare();
      var quiet = new BitSet(energies.length);
      for (int i = 0; i < energies.length; i++) {
        quiet.set(i, Math.sqrt(energies[i]) < limit);
      }
      for (Interval run : runs(quiet, energies.length, silence.quietBlocks())) {
        // The rest of a recording belongs to its last whole block.
        cut.set(run.from() * block, run.to() == energies.length ? counts.length : run.to() * block);
      }
    }
  }
}
