package org.murmurstream.model.beats;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.core.metrics.Quantiles;
import org.murmurstream.model.frames.FrameOutputs;

/**
 * The heart beats of a recording, cut out by the most likely state of each frame.
 *
 * <p>A run of 2 to 40 frames of one state (40 to 800 ms at 20 ms a frame) is a phase; anything
 * shorter is a slip of the network, anything longer no part of a beat. Four phases in order with
 * nothing between them are a beat.
 *
 * @param phases all phases, in order of time
 * @param beats all whole beats, in order of time
 */
public record HeartCycles(List<PhaseRun> phases, List<Beat> beats) {

  static final int MIN_FRAMES = 2;
  static final int MAX_FRAMES = 40;

  /** A cycle counts as usable if an expert would more likely mark its frames than not. */
  private static final double USABLE = 0.5;

  private static final double SECONDS_PER_MINUTE = 60;
  private static final CyclePhase[] ORDER = CyclePhase.values();

  public HeartCycles {
    phases = List.copyOf(phases);
    beats = List.copyOf(beats);
  }

  /** Cuts a recording into phases and beats; both lists are empty where no heart beats. */
  public static HeartCycles of(FrameOutputs outputs) {
    List<PhaseRun> phases = phases(outputs);
    return new HeartCycles(phases, beats(phases));
  }

  /** Beats of which most frames could be marked by an expert. */
  public List<Beat> usableBeats() {
    return beats.stream().filter(beat -> beat.annotatable() >= USABLE).toList();
  }

  /**
   * Heart rate: one over the median length of the usable beats.
   *
   * @param frameSeconds time from one frame to the next
   * @return beats per minute; empty if no beat is usable
   */
  public OptionalDouble beatsPerMinute(double frameSeconds) {
    double[] lengths = usableBeats().stream().mapToDouble(Beat::length).toArray();
    return lengths.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(SECONDS_PER_MINUTE / (Quantiles.median(lengths) * frameSeconds));
  }

  private static List<PhaseRun> phases(FrameOutputs outputs) {
    var phases = new ArrayList<PhaseRun>();
    for (int start = 0; start < outputs.frames(); ) {
      int state = outputs.mostLikelyState(start);
      double annotatable = 0;
      int end = start;
      while (end < outputs.frames() && outputs.mostLikelyState(end) == state) {
        annotatable += outputs.annotatable()[end++];
      }
      int length = end - start;
      if (length >= MIN_FRAMES && length <= MAX_FRAMES) {
        phases.add(new PhaseRun(ORDER[state], start, end, annotatable / length));
      }
      start = end;
    }
    return phases;
  }

  private static List<Beat> beats(List<PhaseRun> phases) {
    var beats = new ArrayList<Beat>();
    for (int i = 0; i + ORDER.length <= phases.size(); i++) {
      List<PhaseRun> four = phases.subList(i, i + ORDER.length);
      if (isBeat(four)) {
        beats.add(new Beat(four.get(0), four.get(1), four.get(2), four.get(3)));
      }
    }
    return beats;
  }

  private static boolean isBeat(List<PhaseRun> four) {
    for (int i = 0; i < ORDER.length; i++) {
      boolean joined = i == 0 || four.get(i).start() == four.get(i - 1).end();
      if (four.get(i).phase() != ORDER[i] || !joined) {
        return false;
      }
    }
    return true;
  }
}
