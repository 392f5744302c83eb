package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.HeartBeats;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.committee.CommitteeEvidence;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.committee.SoundSummary;
import org.murmurstream.model.engine.Parallel;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.tensor.Tensor;

/**
 * The ear of a {@linkplain CommitteeConfig committee} on one device.
 *
 * <p>Every recording is heard by itself by all folds, of several recordings on a GPU many at a
 * time; those of a site are put together by {@link SiteEvidence}. Each fold decides on the patient
 * from its own evidence, all by the same regression, and their probabilities are averaged: so the
 * regression is given what it was fitted on, the evidence of one fold. All sites take part, {@link
 * AuscultationSite#PHC} like any other.
 *
 * <p>What people read of heart beats comes from the outputs averaged over all folds.
 */
final class CommitteeEar implements Ear {

  /** Recordings worth to be heard together on a GPU. */
  private static final int GPU_BATCH = 32;

  private final EarConfig ear;
  private final FrontEnd frontEnd;
  private final FrameScorer networks;
  private final List<CommitteeFold> folds;
  private final Optional<Scrutiny> scrutiny;
  private final LogisticRegression regression;
  private final Optional<LogisticRegression> ofFlagged;
  private final int batchSize;

  private CommitteeEar(
      EarConfig ear,
      CommitteeConfig model,
      Map<String, Map<String, Tensor>> weights,
      FrontEnd frontEnd,
      FrameScorer networks,
      boolean gpu) {
    this.ear = ear;
    this.frontEnd = frontEnd;
    this.networks = networks;
    this.folds = folds(model, weights, ear.frontEnd().frameSeconds());
    this.scrutiny = Optional.ofNullable(model.scrutiny());
    this.regression = LogisticRegression.of(weights.get(CommitteeConfig.DECISION));
    this.ofFlagged =
        scrutiny.map(s -> LogisticRegression.of(weights.get(CommitteeConfig.FLAGGED_DECISION)));
    this.batchSize = gpu ? GPU_BATCH : 1;
  }

  private CommitteeEar(CommitteeEar first, FrameScorer networks, FrontEnd frontEnd) {
    this.ear = first.ear;
    this.frontEnd = frontEnd;
    this.networks = networks;
    this.folds = first.folds;
    this.scrutiny = first.scrutiny;
    this.regression = first.regression;
    this.ofFlagged = first.ofFlagged;
    this.batchSize = first.batchSize;
  }

  /** Copies weights to a device, to calculate in single precision. */
  static CommitteeEar open(
      EarConfig ear,
      CommitteeConfig model,
      Map<String, Map<String, Tensor>> weights,
      Device device) {
    var configs = new ArrayList<FrameNetworkConfig>();
    var ofNetworks = new ArrayList<Map<String, Tensor>>();
    for (int fold = 0; fold < model.folds().size(); fold++) {
      List<FrameNetworkConfig> ofFold = model.folds().get(fold).networks();
      for (int network = 0; network < ofFold.size(); network++) {
        configs.add(ofFold.get(network));
        ofNetworks.add(weights.get(CommitteeConfig.network(fold, network)));
      }
    }
    FrameScorer networks = FrameScorer.of(configs, ofNetworks, device);
    var frontEnd = new FrontEnd(ear.frontEnd(), device);
    try {
      return new CommitteeEar(ear, model, weights, frontEnd, networks, device.isGpu());
    } catch (RuntimeException e) {
      networks.close();
      frontEnd.close();
      throw e;
    }
  }

  private static List<CommitteeFold> folds(
      CommitteeConfig model, Map<String, Map<String, Tensor>> weights, double frameSeconds) {
    var folds = new ArrayList<CommitteeFold>();
    int first = 0;
    for (int fold = 0; fold < model.folds().size(); fold++) {
      int count = model.folds().get(fold).networks().size();
      Forest beats = Forest.of(weights.get(CommitteeConfig.beats(fold)));
      folds.add(new CommitteeFold(first, count, beats, model.leastBeats(), frameSeconds));
      first += count;
    }
    return folds;
  }

  @Override
  public ModelIdentity identity() {
    return ear.identity();
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    return listen(batch, () -> {});
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    try {
      return heard(Parallel.map(batch, ear::judge), between);
    } catch (EarException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EarException("the committee failed on a recording", e);
    }
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public Optional<Ear> another() {
    return networks
        .another()
        .map(same -> new CommitteeEar(this, same, new FrontEnd(ear.frontEnd(), Device.cpu())));
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    Map<AuscultationSite, List<CommitteeEvidence>> usable = usable(sites);
    List<CommitteeEvidence> all = usable.values().stream().flatMap(List::stream).toList();
    Optional<List<Flag>> flags = scrutiny.map(limits -> limits.flags(figures(all)));
    boolean distorted = flags.map(Scrutiny::isDistorted).orElse(false);
    Probabilities probabilities = probabilities(all, distorted);
    var shares = new EnumMap<AuscultationSite, Verdict.SiteShare>(AuscultationSite.class);
    usable.forEach(
        (site, evidence) ->
            shares.put(
                site, new Verdict.SiteShare(probabilities(evidence, distorted), beats(evidence))));
    Ruling ruling = flags.map(ear::ruling).orElseGet(() -> Ruling.of(ear.decision()));
    return ear.verdict(probabilities, shares, ruling);
  }

  /** Frees the model. */
  @Override
  public void close() {
    networks.close();
    frontEnd.close();
  }

  /** A recording as the networks take it, and its place in the batch. */
  private record Ready(int place, EarConfig.Judged judged, FrontEnd.Prepared prepared) {}

  private List<Evidence> heard(List<EarConfig.Judged> judged, Runnable between) {
    var found = new Evidence[judged.size()];
    List<Ready> ready = ready(judged, found);
    List<List<FrameScorer.Scored>> scored =
        networks.score(ready.stream().map(one -> one.prepared().spectrogram()).toList(), between);
    List<Evidence> heard =
        Parallel.map(
            IntStream.range(0, ready.size()).boxed().toList(),
            i -> evidence(ready.get(i), scored.get(i)));
    for (int i = 0; i < ready.size(); i++) {
      found[ready.get(i).place()] = heard.get(i);
    }
    return List.of(found);
  }

  /** Those to listen to; of the others is said at their places why not. */
  private List<Ready> ready(List<EarConfig.Judged> judged, Evidence[] found) {
    List<Pcm> usable =
        judged.stream().filter(EarConfig.Judged::usable).map(one -> one.audio().pcm()).toList();
    Iterator<FrontEnd.Prepared> prepared = frontEnd.prepare(usable).iterator();
    var ready = new ArrayList<Ready>();
    for (int place = 0; place < found.length; place++) {
      EarConfig.Judged one = judged.get(place);
      if (!one.usable()) {
        found[place] = one.unusable();
        continue;
      }
      FrontEnd.Prepared stays = prepared.next();
      if (stays.level().map(ear::suffices).orElse(true)) {
        ready.add(new Ready(place, one, stays));
      } else {
        found[place] = one.tooShort();
      }
    }
    return ready;
  }

  private Evidence evidence(Ready ready, List<FrameScorer.Scored> scored) {
    EarConfig.Judged judged = ready.judged();
    Spectrogram spectrogram = ready.prepared().spectrogram();
    Optional<SoundFigures> figures =
        ready.prepared().level().map(level -> SoundFigures.of(level, spectrogram, ear.frontEnd()));
    SoundSummary sound =
        figures
            .map(all -> new SoundSummary(all.sound()))
            .orElseGet(() -> SoundSummary.of(judged.audio().pcm(), spectrogram));
    List<FrameScorer.Scored> ofFolds = folds.stream().map(fold -> fold.of(scored)).toList();
    var evidence = new ArrayList<RecordingEvidence>();
    for (int fold = 0; fold < folds.size(); fold++) {
      evidence.add(folds.get(fold).evidence(ofFolds.get(fold).outputs(), spectrogram, sound));
    }
    FrameScorer.Scored together = CommitteeFold.together(ofFolds);
    HeartCycles cycles = HeartCycles.of(together.outputs());
    int usableCycles = cycles.usableBeats().size();
    Optional<BeatSpectrum> spectrum =
        usableCycles == 0 ? Optional.empty() : BeatSpectrum.of(cycles, spectrogram, leastBeats());
    OptionalDouble rate = cycles.beatsPerMinute(ear.frontEnd().frameSeconds());
    SignalQuality quality = judged.quality();
    return new Evidence(
        judged.audio().site(),
        together.embedding(),
        rate.isPresent() ? quality.withHeartRate(rate.getAsDouble()) : quality,
        true,
        judged.cautions(),
        new CommitteeEvidence(evidence, usableCycles, spectrum, figures).encode());
  }

  /** The evidence of the usable sites, in the order of sites. */
  private Map<AuscultationSite, List<CommitteeEvidence>> usable(Collection<SiteEvidence> sites) {
    var usable = new EnumMap<AuscultationSite, List<CommitteeEvidence>>(AuscultationSite.class);
    EarConfig.usable(sites).forEach((site, evidence) -> usable.put(site, details(evidence)));
    for (List<CommitteeEvidence> evidence : usable.values()) {
      if (evidence.isEmpty() || evidence.stream().anyMatch(this::isForeign)) {
        throw new IllegalArgumentException("a site was not heard by this committee");
      }
    }
    return usable;
  }

  private boolean isForeign(CommitteeEvidence evidence) {
    return evidence.folds().size() != folds.size()
        || evidence.figures().isPresent() != scrutiny.isPresent();
  }

  private static List<CommitteeEvidence> details(SiteEvidence site) {
    return site.details().stream().map(CommitteeEvidence::decode).toList();
  }

  private static List<SoundFigures> figures(List<CommitteeEvidence> recordings) {
    return recordings.stream().flatMap(evidence -> evidence.figures().stream()).toList();
  }

  private int leastBeats() {
    return scrutiny.map(Scrutiny::leastBeats).orElse(0);
  }

  /** Mean over folds of what a regression says of each fold's evidence. */
  private Probabilities probabilities(List<CommitteeEvidence> recordings, boolean distorted) {
    var ofFolds = new ArrayList<Probabilities>();
    for (int i = 0; i < folds.size(); i++) {
      int fold = i;
      List<RecordingEvidence> ofFold = recordings.stream().map(e -> e.folds().get(fold)).toList();
      ofFolds.add(
          distorted
              ? said(ofFlagged.orElseThrow(), PatientFeatures.flagged(ofFold, figures(recordings)))
              : said(regression, PatientFeatures.of(ofFold)));
    }
    return Probabilities.mean(ofFolds);
  }

  private static Probabilities said(LogisticRegression by, float[] features) {
    try {
      return by.probabilities(features);
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
            : Optional.of(BeatSpectrum.mean(spectra).decibels(ear.frontEnd())));
  }
}
