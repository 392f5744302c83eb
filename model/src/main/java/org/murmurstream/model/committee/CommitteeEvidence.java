package org.murmurstream.model.committee;

import java.util.List;
import java.util.Optional;
import org.murmurstream.model.beats.BeatSpectrum;

/**
 * What a committee keeps of one recording.
 *
 * @param folds what each fold decides from, in the order of the folds
 * @param usableCycles heart cycles of which an expert could mark most frames, as cut by all folds
 *     together; not negative
 * @param spectrum the beat-synchronous spectrum, as cut by all folds together; empty if no cycle is
 *     usable
 * @param figures what the sound is like; empty if recordings are taken as they are
 */
public record CommitteeEvidence(
    List<RecordingEvidence> folds,
    int usableCycles,
    Optional<BeatSpectrum> spectrum,
    Optional<SoundFigures> figures) {

  public CommitteeEvidence {
    folds = List.copyOf(folds);
  }

  /** Evidence of a recording that was taken as it is. */
  public CommitteeEvidence(
      List<RecordingEvidence> folds, int usableCycles, Optional<BeatSpectrum> spectrum) {
    this(folds, usableCycles, spectrum, Optional.empty());
  }

  /** This evidence as bytes, which {@link #decode} reads. */
  public byte[] encode() {
    return CommitteeEvidenceCodec.encode(this);
  }

  /**
   * Reads evidence.
   *
   * @throws IllegalArgumentException if these are not the bytes of a committee's evidence
   */
  public static CommitteeEvidence decode(byte[] bytes) {
    return CommitteeEvidenceCodec.decode(bytes);
  }

  /** Derived from a patient's audio: nothing of it is ever printed. */
  @Override
  public String toString() {
    return "CommitteeEvidence[" + folds.size() + " folds]";
  }
}
