package org.murmurstream.trainer.learning;

import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.Spectrogram;

/**
 * One recording to learn from.
 *
 * @param spectrogram normalised
 * @param targets one for each of its frames
 * @param label what is to be said of the recording as a whole
 * @param weight how much the label counts, 1 for a label that is certain
 */
public record TrainingRecording(
    Spectrogram spectrogram, FrameTargets targets, MurmurClass label, double weight) {

  public TrainingRecording {
    if (targets.states().length != spectrogram.frames()) {
      throw new IllegalArgumentException(
          "%d targets for %d frames".formatted(targets.states().length, spectrogram.frames()));
    }
  }
}
