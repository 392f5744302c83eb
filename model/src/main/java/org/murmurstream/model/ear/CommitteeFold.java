package org.murmurstream.model.ear;

import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundSummary;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;

/** One fold of a committee: which networks are its own, and its beat classifier. */
final class CommitteeFold {

  private final int first;
  private final int count;
  private final Forest beats;
  private final int leastBeats;
  private final double frameSeconds;

  /**
   * @param first number of its first network, among those of all folds
   * @param count how many it has
   * @param leastBeats of the better beats that are listened to
   * @param frameSeconds seconds from frame to frame
   */
  CommitteeFold(int first, int count, Forest beats, int leastBeats, double frameSeconds) {
    this.first = first;
    this.count = count;
    this.beats = beats;
    this.leastBeats = leastBeats;
    this.frameSeconds = frameSeconds;
  }

  /** What its networks say together, of what those of all folds say. */
  FrameScorer.Scored of(List<FrameScorer.Scored> all) {
    return together(all.subList(first, first + count));
  }

  /** Mean outputs, and the embeddings one behind the other. */
  static FrameScorer.Scored together(List<FrameScorer.Scored> all) {
    return new FrameScorer.Scored(
        FrameOutputs.mean(all.stream().map(FrameScorer.Scored::outputs).toList()),
        Vectors.join(all.stream().map(FrameScorer.Scored::embedding).toList()));
  }

  /** What the decision needs of a recording that was scored. */
  RecordingEvidence evidence(FrameOutputs outputs, Spectrogram spectrogram, SoundSummary sound) {
    OptionalDouble murmur =
        BeatSpectrum.of(HeartCycles.of(outputs), spectrogram, leastBeats).stream()
            .mapToDouble(spectrum -> beats.probability(spectrum.values()))
            .findFirst();
    return new RecordingEvidence(
        FrameSummary.of(outputs, spectrogram.masked(), frameSeconds), sound, murmur);
  }
}
