package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.model.frames.FrameOutputs;

/**
 * What the folds of a cross-validation make of one recording.
 *
 * @param frames what the network says that was not trained on the patient
 * @param beats for each fold, the beat spectrum as cut by that fold's network
 */
record FoldEvidence(FrameSummary frames, List<Optional<BeatSpectrum>> beats) {

  /** Gives what the networks of a fold say together. */
  @FunctionalInterface
  interface Outputs {
    FrameOutputs of(int fold) throws IOException;
  }

  /**
   * Sums up the outputs of all folds.
   *
   * @param own the fold in which the patient was held out
   * @param frameSeconds time from one frame to the next
   */
  static FoldEvidence of(
      int folds, int own, Spectrogram spectrogram, double frameSeconds, Outputs outputs)
      throws IOException {
    var beats = new ArrayList<Optional<BeatSpectrum>>();
    FrameSummary frames = null;
    for (int fold = 0; fold < folds; fold++) {
      FrameOutputs ofFold = outputs.of(fold);
      beats.add(BeatSpectrum.of(HeartCycles.of(ofFold), spectrogram, Scrutiny.LEAST_BEATS));
      if (fold == own) {
        frames = FrameSummary.of(ofFold, spectrogram.masked(), frameSeconds);
      }
    }
    return new FoldEvidence(frames, beats);
  }
}
