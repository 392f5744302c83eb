package org.murmurstream.trainer.committee;

import java.util.List;
import java.util.Optional;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.SoundSummary;

/**
 * A recording as the networks of a cross-validation heard it.
 *
 * @param patient whose it is
 * @param fold the fold in which the patient was held out
 * @param role what it teaches the beat classifier
 * @param frames what the network heard that was not trained on this patient
 * @param sound what the sound is like
 * @param beats for each fold, the beat spectrum as cut by that fold's network
 */
public record LabelledEvidence(
    LabelledPatient patient,
    int fold,
    Role role,
    FrameSummary frames,
    SoundSummary sound,
    List<Optional<BeatSpectrum>> beats) {

  /** What a recording teaches the beat classifier. */
  public enum Role {
    /** A murmur: it is heard at this site. */
    MURMUR,
    /** None: the patient has no murmur. */
    NONE,
    /**
     * Nothing: at a site where no murmur was noted in a patient who has one, or of a patient on
     * whom no decision was possible.
     */
    NOTHING
  }

  public LabelledEvidence {
    beats = List.copyOf(beats);
  }

  @Override
  public String toString() {
    return "LabelledEvidence[fold %d, %s]".formatted(fold, role);
  }
}
