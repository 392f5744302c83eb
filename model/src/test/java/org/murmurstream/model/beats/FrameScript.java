package org.murmurstream.model.beats;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.model.frames.FrameHead;
import org.murmurstream.model.frames.FrameOutputs;

/** Writes the frame outputs of a heart whose every phase is known. */
final class FrameScript {

  private final List<CyclePhase> phases = new ArrayList<>();
  private final List<Float> annotatable = new ArrayList<>();
  private float confidence = 0.9f;

  /** How likely an expert could mark what follows. */
  FrameScript markable(double probability) {
    confidence = (float) probability;
    return this;
  }

  FrameScript phase(CyclePhase phase, int frames) {
    for (int i = 0; i < frames; i++) {
      phases.add(phase);
      annotatable.add(confidence);
    }
    return this;
  }

  /** 4 frames of S1, 9 of systole, 3 of S2, 20 of diastole: 36 frames or 83.3 beats a minute. */
  FrameScript beats(int count) {
    for (int i = 0; i < count; i++) {
      phase(CyclePhase.S1, 4)
          .phase(CyclePhase.SYSTOLE, 9)
          .phase(CyclePhase.S2, 3)
          .phase(CyclePhase.DIASTOLE, 20);
    }
    return this;
  }

  FrameOutputs outputs() {
    int frames = phases.size();
    var states = new float[frames * FrameHead.STATES];
    var marked = new float[frames];
    for (int i = 0; i < frames; i++) {
      for (CyclePhase phase : CyclePhase.values()) {
        states[i * FrameHead.STATES + phase.state()] = phase == phases.get(i) ? 0.7f : 0.1f;
      }
      marked[i] = annotatable.get(i);
    }
    return new FrameOutputs(frames, states, marked, new float[frames], new float[3]);
  }
}
