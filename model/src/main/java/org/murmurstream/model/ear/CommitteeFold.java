package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.bundle.ModelConfig.Committee;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundSummary;
import org.murmurstream.model.frames.FrameListener;
import org.murmurstream.model.frames.FrameOutputs;

/** The networks and the beat classifier of one fold of a committee, on one device. */
final class CommitteeFold implements AutoCloseable {

  private final List<FrameListener> networks;
  private final Forest beats;
  private final double frameSeconds;

  private CommitteeFold(List<FrameListener> networks, Forest beats, double frameSeconds) {
    this.networks = networks;
    this.beats = beats;
    this.frameSeconds = frameSeconds;
  }

  /** Copies a fold's weights to a device. */
  static CommitteeFold open(ModelBundle bundle, int fold, Device device) {
    var networks = new ArrayList<FrameListener>();
    try {
      Committee committee = (Committee) bundle.config().model();
      for (ModelConfig.Network network : committee.folds().get(fold).networks()) {
        String part = Committee.network(fold, networks.size());
        networks.add(
            new FrameListener(network.encoder(), network.head(), bundle.weights(part), device));
      }
      return new CommitteeFold(
          networks,
          Forest.of(bundle.weights(Committee.beats(fold))),
          bundle.config().frontEnd().frameSeconds());
    } catch (RuntimeException e) {
      networks.forEach(FrameListener::close);
      throw e;
    }
  }

  /** What the networks hear together, their tokens one behind the other. */
  FrameListener.Heard hear(Spectrogram spectrogram) {
    List<FrameListener.Heard> heard =
        networks.stream().map(network -> network.hear(spectrogram)).toList();
    return new FrameListener.Heard(
        FrameOutputs.mean(heard.stream().map(FrameListener.Heard::outputs).toList()),
        Vectors.join(heard.stream().map(FrameListener.Heard::token).toList()));
  }

  /** What the decision needs of a recording that was heard. */
  RecordingEvidence evidence(FrameOutputs outputs, Spectrogram spectrogram, SoundSummary sound) {
    OptionalDouble murmur =
        BeatSpectrum.of(HeartCycles.of(outputs), spectrogram).stream()
            .mapToDouble(spectrum -> beats.probability(spectrum.values()))
            .findFirst();
    return new RecordingEvidence(FrameSummary.of(outputs, frameSeconds), sound, murmur);
  }

  @Override
  public void close() {
    networks.forEach(FrameListener::close);
  }
}
