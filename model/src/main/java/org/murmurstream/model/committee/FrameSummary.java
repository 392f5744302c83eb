package org.murmurstream.model.committee;

import java.util.BitSet;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.frames.FrameHead;
import org.murmurstream.model.frames.FrameOutputs;

/**
 * What the network's outputs say of one recording.
 *
 * @param present logarithm of the probability of Present
 * @param unknown the same of Unknown
 * @param absent the same of Absent
 * @param murmur murmur logit, averaged over frames by P(systole) x P(annotatable)
 * @param annotatable mean probability that an expert could mark a frame
 * @param entropy mean entropy of the states, in nats: how unsure the cycle is
 * @param periodicity highest autocorrelation of P(S1) at 0.3 to 1.5 s (40 to 200 beats a minute),
 *     -1 to 1; 0 where the recording is shorter
 */
public record FrameSummary(
    double present,
    double unknown,
    double absent,
    double murmur,
    double annotatable,
    double entropy,
    double periodicity) {

  /** Number of figures. */
  static final int SIZE = 7;

  private static final double SHORTEST_BEAT_SECONDS = 0.3;
  private static final double LONGEST_BEAT_SECONDS = 1.5;

  /** Keeps the weighted mean defined where no systole is found, and the logarithm of 0. */
  private static final double TINY = 1e-6;

  /** Sums up one recording without dropouts. */
  static FrameSummary of(FrameOutputs outputs, double frameSeconds) {
    return of(outputs, new BitSet(), frameSeconds);
  }

  /**
   * Sums up one recording.
   *
   * @param masked frames of sound that has dropped out: they count in the period alone
   * @param frameSeconds time from one frame to the next
   */
  public static FrameSummary of(FrameOutputs outputs, BitSet masked, double frameSeconds) {
    int frames = outputs.frames();
    int clear = frames - masked.cardinality();
    double weighted = 0;
    double weights = TINY;
    double annotatable = 0;
    double entropy = 0;
    var firstSound = new double[frames];
    for (int i = 0; i < frames; i++) {
      firstSound[i] = state(outputs, i, CyclePhase.S1);
      if (masked.get(i)) {
        continue;
      }
      double marked = outputs.annotatable()[i];
      double weight = state(outputs, i, CyclePhase.SYSTOLE) * marked;
      weighted += weight * outputs.murmur()[i];
      weights += weight;
      annotatable += marked / clear;
      for (CyclePhase phase : CyclePhase.values()) {
        double p = state(outputs, i, phase);
        entropy -= p * StrictMath.log(p + TINY) / clear;
      }
    }
    return new FrameSummary(
        outputs.logProbability(MurmurClass.PRESENT),
        outputs.logProbability(MurmurClass.UNKNOWN),
        outputs.logProbability(MurmurClass.ABSENT),
        weighted / weights,
        annotatable,
        entropy,
        periodicity(firstSound, frameSeconds));
  }

  float[] values() {
    return new float[] {
      (float) present,
      (float) unknown,
      (float) absent,
      (float) murmur,
      (float) annotatable,
      (float) entropy,
      (float) periodicity
    };
  }

  private static double periodicity(double[] signal, double frameSeconds) {
    double mean = 0;
    for (double value : signal) {
      mean += value / signal.length;
    }
    double power = TINY;
    for (double value : signal) {
      power += (value - mean) * (value - mean) / signal.length;
    }
    int from = (int) Math.round(SHORTEST_BEAT_SECONDS / frameSeconds);
    int to = (int) Math.round(LONGEST_BEAT_SECONDS / frameSeconds);
    double best = Double.NEGATIVE_INFINITY;
    for (int lag = from; lag <= to && lag < signal.length; lag++) {
      double sum = 0;
      for (int i = lag; i < signal.length; i++) {
        sum += (signal[i] - mean) * (signal[i - lag] - mean);
      }
      // Divided by the whole length, which does not reward the few products of a long lag.
      best = Math.max(best, sum / signal.length / power);
    }
    return best == Double.NEGATIVE_INFINITY ? 0 : best;
  }

  private static double state(FrameOutputs outputs, int frame, CyclePhase phase) {
    return outputs.states()[frame * FrameHead.STATES + phase.state()];
  }
}
