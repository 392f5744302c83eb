package org.murmurstream.trainer.learning;

import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.Spectrogram;

/**
 * A recording to learn from.
 *
 * @param sight the recording as it was made
 * @param distorted the same as other circumstances would have left it; may be empty
 * @param label what is to be said of the recording as a whole
 * @param weight how much the label counts, 1 for a label that is certain
 */
public record TrainingRecording(
    Sight sight, List<Sight> distorted, MurmurClass label, double weight) {

  public TrainingRecording {
    distorted = List.copyOf(distorted);
  }

  /** A recording that is learnt from as it was made. */
  public TrainingRecording(
      Spectrogram spectrogram, FrameTargets targets, MurmurClass label, double weight) {
    this(new Sight(spectrogram, targets), List.of(), label, weight);
  }

  /** The spectrogram of the recording as it was made. */
  public Spectrogram spectrogram() {
    return sight.spectrogram();
  }

  /** The targets of its frames. */
  public FrameTargets targets() {
    return sight.targets();
  }

  /**
   * What crops are cut from.
   *
   * @param spectrogram normalised
   * @param targets one for each of its frames
   */
  public record Sight(Spectrogram spectrogram, FrameTargets targets) {

    public Sight {
      if (targets.states().length != spectrogram.frames()) {
        throw new IllegalArgumentException(
            "%d targets for %d frames".formatted(targets.states().length, spectrogram.frames()));
      }
    }
  }
}
