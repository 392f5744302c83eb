package org.murmurstream.trainer.segments;

import org.murmurstream.core.AuscultationSite;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.audio.Spectrogram;

/**
 * A recording to learn from or to judge by.
 *
 * @param patient whose it is, and the label
 * @param site where it was made
 * @param spectrogram normalised
 */
public record LabelledRecording(
    LabelledPatient patient, AuscultationSite site, Spectrogram spectrogram) {

  /** Of a patient: only the dimensions of the sound are ever printed. */
  @Override
  public String toString() {
    return "LabelledRecording[" + spectrogram + "]";
  }
}
