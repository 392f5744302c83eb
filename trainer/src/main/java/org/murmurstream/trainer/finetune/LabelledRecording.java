package org.murmurstream.trainer.finetune;

import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.schemas.Site;
import org.murmurstream.trainer.dense.Folds;

/**
 * A recording to learn from or to judge by.
 *
 * @param patient whose it is, and the label
 * @param site where it was made
 * @param spectrogram normalised
 */
public record LabelledRecording(Folds.Patient patient, Site site, Spectrogram spectrogram) {

  /** Of a patient: only the dimensions of the sound are ever printed. */
  @Override
  public String toString() {
    return "LabelledRecording[" + spectrogram + "]";
  }
}
