package org.murmurstream.core.metrics;

import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;

/** From the probabilities of a patient's recordings to the patient's class. */
public enum PatientRule {

  /**
   * Each recording decides for its most likely class; the patient is Present if any recording is,
   * else Unknown if any is, else Absent. A murmur is often heard at one site only.
   */
  ANY_PRESENT {
    @Override
    MurmurClass decideNonEmpty(List<Probabilities> recordings) {
      // The classes are declared in the order in which they win.
      return recordings.stream()
          .map(Probabilities::mostLikely)
          .min(MurmurClass::compareTo)
          .orElseThrow();
    }
  },

  /** The most likely class of the mean probabilities. */
  MEAN {
    @Override
    MurmurClass decideNonEmpty(List<Probabilities> recordings) {
      return Probabilities.mean(recordings).mostLikely();
    }
  };

  /**
   * Decides on one patient.
   *
   * @param recordings probabilities of each of the patient's recordings
   * @throws IllegalArgumentException if there are none
   */
  public MurmurClass decide(List<Probabilities> recordings) {
    if (recordings.isEmpty()) {
      throw new IllegalArgumentException("no recording to decide on");
    }
    return decideNonEmpty(recordings);
  }

  abstract MurmurClass decideNonEmpty(List<Probabilities> recordings);
}
