package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.SignalQualityMeter;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig.SiteTransformer;
import org.murmurstream.model.encoder.m2d.Embedding;
import org.murmurstream.model.encoder.m2d.M2dEncoder;
import org.murmurstream.model.sites.SiteClassifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ear of a {@linkplain SiteTransformer transformer over the embeddings of sites} on one device.
 *
 * <p>The signal is judged first: a recording the bundle's thresholds find unusable never reaches
 * the encoder, nor does one the front end cannot take, which is a {@link Caution#MODEL_FAILURE}.
 *
 * <p>{@link AuscultationSite#PHC}, "any other place", is heard but takes no part in a decision
 * unless nothing else is usable; then it stands in the place of MV, as does any site the classifier
 * does not know.
 */
public final class SiteTransformerEar implements Ear {

  private static final Logger LOG = LoggerFactory.getLogger(SiteTransformerEar.class);

  private final ModelIdentity identity;
  private final BundleConfig config;
  private final SiteTransformer model;
  private final M2dEncoder encoder;
  private final SiteClassifier classifier;

  private SiteTransformerEar(ModelBundle bundle, M2dEncoder encoder, SiteClassifier classifier) {
    this.identity = bundle.identity();
    this.config = bundle.config();
    this.model = model(bundle);
    this.encoder = encoder;
    this.classifier = classifier;
  }

  /** Copies the bundle's weights to a device, to calculate in single precision. */
  public static SiteTransformerEar open(ModelBundle bundle, Device device) {
    return open(bundle, device, Precision.SINGLE);
  }

  /**
   * Copies the bundle's weights to a device. What half precision costs is measured, and logged.
   *
   * @param precision of the encoder; the classifier always calculates in single precision
   * @throws UserException if half precision is demanded of a device that is no GPU
   */
  public static SiteTransformerEar open(ModelBundle bundle, Device device, Precision precision) {
    M2dEncoder encoder = precision.encoder(bundle, device);
    try {
      if (precision != Precision.SINGLE) {
        PrecisionLoss loss = PrecisionLoss.of(encoder, bundle, device);
        LOG.atInfo()
            .addKeyValue("precision", precision)
            .addKeyValue("largestDifference", loss.largest())
            .addKeyValue("relativeDifference", loss.relative())
            .log("embeddings differ from those in single precision");
      }
      var classifier =
          new SiteClassifier(
              model(bundle).classifier(), bundle.weights(SiteTransformer.CLASSIFIER), device);
      return new SiteTransformerEar(bundle, encoder, classifier);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  private static SiteTransformer model(ModelBundle bundle) {
    return (SiteTransformer) bundle.config().model();
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    List<Judged> judged = batch.stream().map(this::judge).toList();
    List<Pcm> usable =
        judged.stream().filter(Judged::usable).map(recording -> recording.audio().pcm()).toList();
    Iterator<Embedding> embeddings = embed(usable).iterator();
    return judged.stream()
        .map(
            recording ->
                recording.usable() ? recording.with(embeddings.next()) : recording.without())
        .toList();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    Map<AuscultationSite, AuscultationSite> places = places(sites);
    var embeddings = new EnumMap<AuscultationSite, float[]>(AuscultationSite.class);
    for (SiteEvidence site : sites) {
      if (site.usable() && places.containsKey(site.site())) {
        embeddings.put(places.get(site.site()), site.embedding());
      }
    }
    SiteClassifier.SiteDecision decision = classify(embeddings);
    var shares = new EnumMap<AuscultationSite, Verdict.SiteShare>(AuscultationSite.class);
    places.forEach(
        (site, place) ->
            shares.put(
                site,
                new Verdict.SiteShare(
                    decision.alone().get(place), decision.attention().get(place))));
    return new Verdict(
        config.decision().decide(decision.probabilities()),
        decision.probabilities(),
        shares,
        cautions(decision));
  }

  /** Frees the model. */
  @Override
  public void close() {
    classifier.close();
    encoder.close();
  }

  /** A recording whose signal has been judged. */
  private record Judged(
      SiteAudio audio, boolean usable, SignalQuality quality, List<Caution> cautions) {

    Evidence with(Embedding embedding) {
      return new Evidence(audio.site(), embedding.clip(), quality, true, cautions);
    }

    Evidence without() {
      return Evidence.unusable(audio.site(), quality, cautions);
    }
  }

  private Judged judge(SiteAudio audio) {
    SignalQuality quality = SignalQualityMeter.measure(List.of(audio.pcm()));
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    cautions.addAll(config.quality().cautions(quality));
    boolean taken = FrontEnd.takes(audio.pcm());
    if (!taken) {
      cautions.add(Caution.MODEL_FAILURE);
    }
    boolean usable = taken && config.quality().usable(quality);
    return new Judged(audio, usable, quality, List.copyOf(cautions));
  }

  private List<Embedding> embed(List<Pcm> recordings) {
    if (recordings.isEmpty()) {
      return List.of();
    }
    try {
      return encoder.embed(recordings);
    } catch (EarException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EarException("the encoder failed on a batch of recordings", e);
    }
  }

  /** The sites that decide, and the site of the classifier in whose place each is heard. */
  private Map<AuscultationSite, AuscultationSite> places(Collection<SiteEvidence> sites) {
    Set<AuscultationSite> usable = EnumSet.noneOf(AuscultationSite.class);
    for (SiteEvidence site : sites) {
      if (site.usable() && !usable.add(site.site())) {
        throw new IllegalArgumentException("site " + site.site() + " is there twice");
      }
    }
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("no usable site to decide on");
    }
    var places = new EnumMap<AuscultationSite, AuscultationSite>(AuscultationSite.class);
    for (AuscultationSite site : usable) {
      if (model.classifier().sites().contains(site)) {
        places.put(site, site);
      }
    }
    if (places.isEmpty()) {
      places.put(usable.iterator().next(), AuscultationSite.MV);
    }
    return places;
  }

  private SiteClassifier.SiteDecision classify(Map<AuscultationSite, float[]> embeddings) {
    try {
      return classifier.classify(embeddings);
    } catch (EarException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EarException("the classifier failed", e);
    }
  }

  private List<Caution> cautions(SiteClassifier.SiteDecision decision) {
    var cautions = new ArrayList<Caution>();
    if (config.decision().margin(decision.probabilities()) < config.decision().minMargin()) {
      cautions.add(Caution.LOW_MARGIN);
    }
    if (!config.trained()) {
      cautions.add(Caution.UNTRAINED_MODEL);
    }
    return cautions;
  }
}
