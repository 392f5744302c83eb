package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundSummary;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.tensor.Tensor;

/** The networks and the beat classifier of one fold of a committee, on one device. */
final class CommitteeFold implements AutoCloseable {

  private final List<FrameScorer> networks;
  private final Forest beats;
  private final int leastBeats;
  private final double frameSeconds;

  private CommitteeFold(
      List<FrameScorer> networks, Forest beats, int leastBeats, double frameSeconds) {
    this.networks = networks;
    this.beats = beats;
    this.leastBeats = leastBeats;
    this.frameSeconds = frameSeconds;
  }

  /** Copies a fold's weights to a device. */
  static CommitteeFold open(
      FrontEndConfig frontEnd,
      CommitteeConfig model,
      Map<String, Map<String, Tensor>> weights,
      int fold,
      Device device) {
    var networks = new ArrayList<FrameScorer>();
    try {
      for (FrameNetworkConfig network : model.folds().get(fold).networks()) {
        String part = CommitteeConfig.network(fold, networks.size());
        networks.add(new FrameScorer(network, weights.get(part), device));
      }
      return new CommitteeFold(
          networks,
          Forest.of(weights.get(CommitteeConfig.beats(fold))),
          model.leastBeats(),
          frontEnd.frameSeconds());
    } catch (RuntimeException e) {
      networks.forEach(FrameScorer::close);
      throw e;
    }
  }

  /**
   * What the networks say together.
   *
   * @param between is run where nothing is half done, and may have other recordings scored
   */
  FrameScorer.Scored score(Spectrogram spectrogram, Runnable between) {
    return together(networks.stream().map(network -> network.score(spectrogram, between)).toList());
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

  @Override
  public void close() {
    networks.forEach(FrameScorer::close);
  }
}
