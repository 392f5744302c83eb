package org.murmurstream.trainer.committee;

import java.util.List;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.committee.SoundSummary;

/**
 * A recording as the networks of a cross-validation heard it.
 *
 * @param patient whose it is
 * @param fold the fold in which the patient was held out
 * @param role what it teaches the beat classifier
 * @param frames what the network heard that was not trained on this patient
 * @param figures what the sound is like
 * @param beats for each fold, the beat spectrum as cut by that fold's network
 */
public record LabelledEvidence(
    LabelledPatient patient,
    int fold,
    Role role,
    FrameSummary frames,
    SoundFigures figures,
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
    NOTHING;

    /** Of a recording made at a site of a patient of this diagnosis. */
    static Role of(Diagnosis diagnosis, AuscultationSite site) {
      return switch (diagnosis.murmur()) {
        case ABSENT -> NONE;
        case PRESENT -> diagnosis.murmurLocations().contains(site) ? MURMUR : NOTHING;
        case UNKNOWN -> NOTHING;
      };
    }
  }

  public LabelledEvidence {
    beats = List.copyOf(beats);
  }

  /** What a decision is given of it, with the beat classifier of its own fold. */
  RecordingEvidence evidence(Forest ofFold) {
    return new RecordingEvidence(
        frames,
        new SoundSummary(figures.sound()),
        beats.get(fold).stream()
            .mapToDouble(spectrum -> ofFold.probability(spectrum.values()))
            .findFirst());
  }

  @Override
  public String toString() {
    return "LabelledEvidence[fold %d, %s]".formatted(fold, role);
  }
}
