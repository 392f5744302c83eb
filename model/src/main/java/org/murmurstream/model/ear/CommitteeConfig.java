package org.murmurstream.model.ear;

import ai.djl.Device;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.murmurstream.core.Ear;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/**
 * The folds of a cross-validation side by side: each scores every recording by networks and a beat
 * classifier of its own, one regression decides from the evidence of each fold, and the
 * probabilities of the folds are averaged.
 *
 * @param folds at least one
 * @param scrutiny what is looked at in the sound, and from where on it calls for care, so that the
 *     regression for flagged sound speaks; null if recordings are taken as they are
 */
public record CommitteeConfig(
    List<Member> folds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonSetter(nulls = Nulls.SET) Scrutiny scrutiny)
    implements ModelConfig {

  /** The part that holds the regression. */
  public static final String DECISION = "decision";

  /** The part that holds the regression for flagged sound. */
  public static final String FLAGGED_DECISION = "decision-flagged";

  public CommitteeConfig {
    folds = List.copyOf(folds);
    if (folds.isEmpty()) {
      throw new IllegalArgumentException("a committee needs a fold");
    }
  }

  /** A committee that takes recordings as they are. */
  public CommitteeConfig(List<Member> folds) {
    this(folds, null);
  }

  /**
   * What one fold scores by. The outputs of its networks are averaged before beats are cut.
   *
   * @param networks at least one
   */
  public record Member(List<FrameNetworkConfig> networks) {

    public Member {
      networks = List.copyOf(networks);
      if (networks.isEmpty()) {
        throw new IllegalArgumentException("a fold needs a network");
      }
    }
  }

  /** Beats that are used at least where there are so many; the better half of more. */
  int leastBeats() {
    return scrutiny == null ? 0 : scrutiny.leastBeats();
  }

  /** The part that holds the weights of a network; both numbers from 0. */
  public static String network(int fold, int network) {
    return "fold-%d-network-%d".formatted(fold, network);
  }

  /** The part that holds a fold's beat classifier; folds are counted from 0. */
  public static String beats(int fold) {
    return "fold-%d-beats".formatted(fold);
  }

  @Override
  public Map<String, WeightsCheck> parts() {
    var parts = new LinkedHashMap<String, WeightsCheck>();
    for (int fold = 0; fold < folds.size(); fold++) {
      List<FrameNetworkConfig> networks = folds.get(fold).networks();
      for (int i = 0; i < networks.size(); i++) {
        parts.put(network(fold, i), networks.get(i)::complaints);
      }
      parts.put(beats(fold), CommitteeConfig::complaintsOfBeats);
    }
    if (scrutiny == null) {
      parts.put(DECISION, weights -> complaintsOfDecision(weights, PatientFeatures.SIZE));
    } else {
      int plain = PatientFeatures.size(scrutiny.sound().size());
      parts.put(DECISION, weights -> complaintsOfDecision(weights, plain));
      parts.put(
          FLAGGED_DECISION,
          weights -> complaintsOfDecision(weights, plain + scrutiny.quality().size()));
    }
    return parts;
  }

  @Override
  public Map<String, EncoderConfig> encoders() {
    var encoders = new LinkedHashMap<String, EncoderConfig>();
    for (int fold = 0; fold < folds.size(); fold++) {
      List<FrameNetworkConfig> networks = folds.get(fold).networks();
      for (int i = 0; i < networks.size(); i++) {
        encoders.put(network(fold, i), networks.get(i).encoder());
      }
    }
    return encoders;
  }

  /** Empty: its encoders share their parts with frame heads. */
  @Override
  public Optional<String> encoderPart() {
    return Optional.empty();
  }

  @Override
  public Optional<String> complaint(FrontEndConfig frontEnd) {
    if (frontEnd.bands() < BeatSpectrum.BANDS) {
      return Optional.of(
          "frontEnd gives %d bands, beats need %d".formatted(frontEnd.bands(), BeatSpectrum.BANDS));
    }
    if (scrutiny != null && frontEnd.bands() < SoundFigures.LEAST_BANDS) {
      return Optional.of(
          "frontEnd gives %d bands, figures of the sound need %d"
              .formatted(frontEnd.bands(), SoundFigures.LEAST_BANDS));
    }
    return (frontEnd.level() == null) == (scrutiny == null)
        ? Optional.empty()
        : Optional.of("frontEnd.level and model.scrutiny go together: one is missing");
  }

  @Override
  public Ear open(
      EarConfig ear, Map<String, Map<String, Tensor>> weights, Device device, Precision precision) {
    if (precision != Precision.SINGLE) {
      throw new UserException(
          "%s is a committee, which calculates in single precision only; choose that"
              .formatted(ear.identity().name()));
    }
    return CommitteeEar.open(ear, this, weights, device);
  }

  private static List<String> complaintsOfBeats(Map<String, Tensor> weights) {
    return complaints(
        weights,
        () -> {
          int asked = Forest.of(weights).features();
          return asked <= BeatSpectrum.SIZE
              ? List.of()
              : List.of("it asks for %d features of %d".formatted(asked, BeatSpectrum.SIZE));
        });
  }

  private static List<String> complaintsOfDecision(Map<String, Tensor> weights, int features) {
    return complaints(
        weights,
        () -> {
          int taken = LogisticRegression.of(weights).features();
          return taken == features
              ? List.of()
              : List.of("it takes %d features of %d".formatted(taken, features));
        });
  }

  /** What is said of tensors that are finite, be it by an exception. */
  private static List<String> complaints(
      Map<String, Tensor> weights, Supplier<List<String>> finite) {
    List<String> complaints = TensorCheck.notFinite(weights);
    if (!complaints.isEmpty()) {
      return complaints;
    }
    try {
      return finite.get();
    } catch (IllegalArgumentException | UserException e) {
      return List.of(e.getMessage());
    }
  }
}
