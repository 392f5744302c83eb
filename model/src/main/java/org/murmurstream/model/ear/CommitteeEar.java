package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.HeartBeats;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.SignalQualityMeter;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig.Committee;
import org.murmurstream.model.committee.CommitteeEvidence;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundSummary;
import org.murmurstream.model.frames.FrameListener;
import org.murmurstream.model.frames.FrameOutputs;

/**
 * The ear of a {@linkplain Committee committee} on one device.
 *
 * <p>Every recording is heard by itself by all folds; those of a site are put together by {@link
 * SiteEvidence}. Each fold decides on the patient from its own evidence, all by the same
 * regression, and their probabilities are averaged: so the regression is given what it was fitted
 * on, the evidence of one fold. All sites take part, {@link AuscultationSite#PHC} like any other.
 *
 * <p>What people read of heart beats comes from the outputs averaged over all folds.
 */
public final class CommitteeEar implements Ear {

  private final ModelIdentity identity;
  private final BundleConfig config;
  private final FrontEnd frontEnd;
  private final double frameSeconds;
  private final List<CommitteeFold> folds;
  private final LogisticRegression regression;

  private CommitteeEar(ModelBundle bundle, FrontEnd frontEnd, List<CommitteeFold> folds) {
    this.identity = bundle.identity();
    this.config = bundle.config();
    this.frontEnd = frontEnd;
    this.frameSeconds = config.frontEnd().frameSeconds();
    this.folds = folds;
    this.regression = LogisticRegression.of(bundle.weights(Committee.DECISION));
  }

  /** Copies the bundle's weights to a device, to calculate in single precision. */
  public static CommitteeEar open(ModelBundle bundle, Device device) {
    var folds = new ArrayList<CommitteeFold>();
    var frontEnd = new FrontEnd(bundle.config().frontEnd(), device);
    try {
      int count = ((Committee) bundle.config().model()).folds().size();
      for (int fold = 0; fold < count; fold++) {
        folds.add(CommitteeFold.open(bundle, fold, device));
      }
      return new CommitteeEar(bundle, frontEnd, folds);
    } catch (RuntimeException e) {
      folds.forEach(CommitteeFold::close);
      frontEnd.close();
      throw e;
    }
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    return batch.stream().map(this::listen).toList();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    Map<AuscultationSite, List<CommitteeEvidence>> usable = usable(sites);
    Probabilities probabilities =
        probabilities(usable.values().stream().flatMap(List::stream).toList());
    var shares = new EnumMap<AuscultationSite, Verdict.SiteShare>(AuscultationSite.class);
    usable.forEach(
        (site, evidence) ->
            shares.put(site, new Verdict.SiteShare(probabilities(evidence), beats(evidence))));
    return new Verdict(
        config.decision().decide(probabilities), probabilities, shares, cautions(probabilities));
  }

  /** Frees the model. */
  @Override
  public void close() {
    folds.forEach(CommitteeFold::close);
    frontEnd.close();
  }

  private Evidence listen(SiteAudio audio) {
    Pcm recording = audio.pcm();
    SignalQuality quality = SignalQualityMeter.measure(List.of(recording));
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    cautions.addAll(config.quality().cautions(quality));
    if (!FrontEnd.takes(recording)) {
      cautions.add(Caution.MODEL_FAILURE);
    } else if (config.quality().usable(quality)) {
      try {
        return hear(audio, quality, List.copyOf(cautions));
      } catch (EarException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new EarException("the committee failed on a recording", e);
      }
    }
    return Evidence.unusable(audio.site(), quality, List.copyOf(cautions));
  }

  private Evidence hear(SiteAudio audio, SignalQuality quality, List<Caution> cautions) {
    Spectrogram spectrogram = frontEnd.spectrogram(audio.pcm());
    var sound = SoundSummary.of(audio.pcm(), spectrogram);
    List<FrameListener.Heard> heard = folds.stream().map(fold -> fold.hear(spectrogram)).toList();
    var evidence = new ArrayList<RecordingEvidence>();
    for (int fold = 0; fold < folds.size(); fold++) {
      evidence.add(folds.get(fold).evidence(heard.get(fold).outputs(), spectrogram, sound));
    }
    List<FrameOutputs> outputs = heard.stream().map(FrameListener.Heard::outputs).toList();
    HeartCycles cycles = HeartCycles.of(FrameOutputs.mean(outputs));
    int usableCycles = cycles.usableBeats().size();
    Optional<BeatSpectrum> spectrum =
        usableCycles == 0 ? Optional.empty() : BeatSpectrum.of(cycles, spectrogram);
    OptionalDouble rate = cycles.beatsPerMinute(frameSeconds);
    return new Evidence(
        audio.site(),
        Vectors.join(heard.stream().map(FrameListener.Heard::token).toList()),
        rate.isPresent() ? quality.withHeartRate(rate.getAsDouble()) : quality,
        true,
        cautions,
        new CommitteeEvidence(evidence, usableCycles, spectrum).encode());
  }

  /** The evidence of the usable sites, in the order of sites. */
  private Map<AuscultationSite, List<CommitteeEvidence>> usable(Collection<SiteEvidence> sites) {
    var usable = new EnumMap<AuscultationSite, List<CommitteeEvidence>>(AuscultationSite.class);
    for (SiteEvidence site : sites) {
      if (site.usable() && usable.put(site.site(), details(site)) != null) {
        throw new IllegalArgumentException("site " + site.site() + " is there twice");
      }
    }
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("no usable site to decide on");
    }
    for (List<CommitteeEvidence> evidence : usable.values()) {
      if (evidence.isEmpty() || evidence.stream().anyMatch(e -> e.folds().size() != folds.size())) {
        throw new IllegalArgumentException("a site was not heard by this committee");
      }
    }
    return usable;
  }

  private static List<CommitteeEvidence> details(SiteEvidence site) {
    return site.details().stream().map(CommitteeEvidence::decode).toList();
  }

  /** Mean over folds of what the regression says of each fold's evidence. */
  private Probabilities probabilities(List<CommitteeEvidence> recordings) {
    double present = 0;
    double unknown = 0;
    double absent = 0;
    for (int i = 0; i < folds.size(); i++) {
      int fold = i;
      float[] features =
          PatientFeatures.of(recordings.stream().map(e -> e.folds().get(fold)).toList());
      Probabilities probabilities = ofFold(features);
      present += probabilities.present() / folds.size();
      unknown += probabilities.unknown() / folds.size();
      absent += probabilities.absent() / folds.size();
    }
    return new Probabilities(present, unknown, absent);
  }

  private Probabilities ofFold(float[] features) {
    try {
      return regression.probabilities(features);
    } catch (IllegalArgumentException e) {
      throw new EarException("the decision gave no probabilities", e);
    }
  }

  private HeartBeats beats(List<CommitteeEvidence> recordings) {
    List<BeatSpectrum> spectra = recordings.stream().flatMap(e -> e.spectrum().stream()).toList();
    return new HeartBeats(
        recordings.stream().mapToInt(CommitteeEvidence::usableCycles).sum(),
        spectra.isEmpty()
            ? Optional.empty()
            : Optional.of(BeatSpectrum.mean(spectra).decibels(config.frontEnd())));
  }

  private List<Caution> cautions(Probabilities probabilities) {
    var cautions = new ArrayList<Caution>();
    if (config.decision().margin(probabilities) < config.decision().minMargin()) {
      cautions.add(Caution.LOW_MARGIN);
    }
    if (!config.trained()) {
      cautions.add(Caution.UNTRAINED_MODEL);
    }
    return cautions;
  }
}
