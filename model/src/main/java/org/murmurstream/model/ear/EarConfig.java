package org.murmurstream.model.ear;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.Levelled;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.audio.SignalQualityMeter;
import org.murmurstream.model.committee.Scrutiny;

/**
 * What all ears have in common, whatever their kind of model.
 *
 * @param identity of the model
 * @param frontEnd from samples to spectrograms
 * @param quality which signals are not listened to, and which with care
 * @param decision from probabilities to a class
 * @param doubts which verdicts are not given lightly where the sound calls for care
 * @param limits what nobody should take a verdict for, in sentences for clinicians
 */
public record EarConfig(
    ModelIdentity identity,
    FrontEndConfig frontEnd,
    QualityThresholds quality,
    DecisionRule decision,
    Optional<Doubts> doubts,
    List<String> limits) {

  public EarConfig {
    limits = List.copyOf(limits);
  }

  /**
   * A recording whose signal has been judged.
   *
   * @param usable whether a model is to listen to it
   */
  record Judged(SiteAudio audio, boolean usable, SignalQuality quality, List<Caution> cautions) {

    /** All that there is to say of a recording no model is to listen to. */
    Evidence unusable() {
      return Evidence.unusable(audio.site(), quality, cautions);
    }

    /** The same of one of which too little stays. */
    Evidence tooShort() {
      Set<Caution> all = EnumSet.of(Caution.TOO_SHORT);
      all.addAll(cautions);
      return Evidence.unusable(audio.site(), quality, List.copyOf(all));
    }
  }

  /** Judges a signal; one that no front end takes is a {@link Caution#MODEL_FAILURE}. */
  Judged judge(SiteAudio audio) {
    Pcm recording = audio.pcm();
    SignalQuality signal = SignalQualityMeter.measure(List.of(recording));
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    cautions.addAll(quality.cautions(signal));
    boolean taken = FrontEnd.takes(recording);
    if (!taken) {
      cautions.add(Caution.MODEL_FAILURE);
    }
    boolean sounds = quality.usable(signal);
    if (frontEnd.level() != null && isSilentInPartOnly(signal)) {
      // It is cut out: what matters is how much stays, which the front end tells.
      cautions.remove(Caution.SILENT);
      sounds = signal.seconds() >= quality.minSeconds();
    }
    boolean carried = carries(recording);
    if (!carried) {
      cautions.add(Caution.NARROW_BAND);
    }
    return new Judged(audio, taken && carried && sounds, signal, List.copyOf(cautions));
  }

  private static boolean isSilentInPartOnly(SignalQuality signal) {
    return signal.silentShare() < 1;
  }

  /** Whether enough stays of a recording once silence and dropouts are taken away. */
  boolean suffices(Levelled level) {
    return level.clearSamples() >= quality.minSeconds() * frontEnd.sampleRateHz();
  }

  /** Whether the recording's sample rate can carry the whole band that the model listens to. */
  private boolean carries(Pcm recording) {
    return frontEnd.level() == null || recording.sampleRateHz() >= 2 * frontEnd.maxHz();
  }

  /** How a verdict follows where sound was looked at. */
  Ruling ruling(List<Flag> flags) {
    return Scrutiny.ruling(decision, doubts.map(Doubts::all).orElse(List.of()), flags);
  }

  /**
   * The usable sites, in the order of sites.
   *
   * @throws IllegalArgumentException if there is none, or one twice
   */
  static Map<AuscultationSite, SiteEvidence> usable(Collection<SiteEvidence> sites) {
    var usable = new EnumMap<AuscultationSite, SiteEvidence>(AuscultationSite.class);
    for (SiteEvidence site : sites) {
      if (site.usable() && usable.put(site.site(), site) != null) {
        throw new IllegalArgumentException("site " + site.site() + " is there twice");
      }
    }
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("no usable site to decide on");
    }
    return usable;
  }

  /** The verdict of some probabilities. */
  Verdict verdict(
      Probabilities probabilities, Map<AuscultationSite, Verdict.SiteShare> sites, Ruling ruling) {
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    cautions.addAll(ruling.cautions(probabilities));
    if (!identity.trained()) {
      cautions.add(Caution.UNTRAINED_MODEL);
    }
    return new Verdict(probabilities, sites, List.copyOf(cautions), ruling, limits);
  }
}
