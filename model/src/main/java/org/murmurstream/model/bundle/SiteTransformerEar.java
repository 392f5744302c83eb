package org.murmurstream.model.bundle;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.Caution;
import org.murmurstream.model.Ear;
import org.murmurstream.model.EarException;
import org.murmurstream.model.ModelIdentity;
import org.murmurstream.model.Pcm;
import org.murmurstream.model.SiteAudio;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.UserException;
import org.murmurstream.model.Verdict;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.SignalQuality;
import org.murmurstream.model.audio.SignalQualityMeter;
import org.murmurstream.model.bundle.ModelConfig.SiteTransformer;
import org.murmurstream.model.classifier.SiteClassifier;
import org.murmurstream.model.m2d.Embedding;
import org.murmurstream.model.m2d.M2dEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ear of a {@linkplain SiteTransformer transformer over the embeddings of sites} on one device.
 *
 * <p>The signal is judged first: a recording the bundle's thresholds find unusable never reaches
 * the encoder, nor does one the front end cannot take, which is a {@link Caution#MODEL_FAILURE}. A
 * site is usable if one of its recordings is. Its embedding is the mean over the usable recordings.
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
  public List<SiteHearing> listen(List<SiteAudio> batch) {
    List<Listening> listenings = batch.stream().map(this::judge).toList();
    List<Pcm> recordings = listenings.stream().flatMap(l -> l.usable.stream()).toList();
    List<Embedding> embeddings = embed(recordings);
    var hearings = new ArrayList<SiteHearing>();
    int next = 0;
    for (Listening listening : listenings) {
      int end = next + listening.usable.size();
      hearings.add(listening.hearing(embeddings.subList(next, end)));
      next = end;
    }
    return hearings;
  }

  @Override
  public Verdict decide(Collection<SiteHearing> heard) {
    Map<AuscultationSite, AuscultationSite> places = places(heard);
    var embeddings = new EnumMap<AuscultationSite, float[]>(AuscultationSite.class);
    for (SiteHearing hearing : heard) {
      if (hearing.usable() && places.containsKey(hearing.site())) {
        embeddings.put(places.get(hearing.site()), hearing.embedding());
      }
    }
    SiteClassifier.Evidence evidence = classify(embeddings);
    var shares = new EnumMap<AuscultationSite, Verdict.SiteShare>(AuscultationSite.class);
    places.forEach(
        (site, place) ->
            shares.put(
                site,
                new Verdict.SiteShare(
                    evidence.alone().get(place), evidence.attention().get(place))));
    return new Verdict(
        config.decision().decide(evidence.probabilities()),
        evidence.probabilities(),
        shares,
        cautions(evidence));
  }

  /** Frees the model. */
  @Override
  public void close() {
    classifier.close();
    encoder.close();
  }

  /** A site whose signal has been judged. */
  private record Listening(
      SiteAudio audio, List<Pcm> usable, SignalQuality quality, List<Caution> cautions) {

    SiteHearing hearing(List<Embedding> embeddings) {
      return new SiteHearing(
          audio.site(), mean(embeddings), usable.size(), quality, !usable.isEmpty(), cautions);
    }
  }

  private Listening judge(SiteAudio audio) {
    SignalQuality quality = SignalQualityMeter.measure(audio.recordings());
    Set<Caution> cautions = EnumSet.noneOf(Caution.class);
    cautions.addAll(config.quality().cautions(quality));
    var usable = new ArrayList<Pcm>();
    for (Pcm recording : audio.recordings()) {
      SignalQuality own =
          audio.recordings().size() == 1 ? quality : SignalQualityMeter.measure(List.of(recording));
      if (!FrontEnd.takes(recording)) {
        cautions.add(Caution.MODEL_FAILURE);
      } else if (config.quality().usable(own)) {
        usable.add(recording);
      } else {
        cautions.addAll(config.quality().cautions(own));
      }
    }
    return new Listening(audio, usable, quality, List.copyOf(cautions));
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

  private static float[] mean(List<Embedding> embeddings) {
    if (embeddings.isEmpty()) {
      return new float[0];
    }
    var sum = new double[embeddings.get(0).clip().length];
    for (Embedding embedding : embeddings) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding.clip()[i];
      }
    }
    var mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / embeddings.size());
    }
    return mean;
  }

  /** The sites that decide, and the site of the classifier in whose place each is heard. */
  private Map<AuscultationSite, AuscultationSite> places(Collection<SiteHearing> heard) {
    Set<AuscultationSite> usable = EnumSet.noneOf(AuscultationSite.class);
    for (SiteHearing hearing : heard) {
      if (hearing.usable() && !usable.add(hearing.site())) {
        throw new IllegalArgumentException("site " + hearing.site() + " was heard twice");
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

  private SiteClassifier.Evidence classify(Map<AuscultationSite, float[]> embeddings) {
    try {
      return classifier.classify(embeddings);
    } catch (EarException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EarException("the classifier failed", e);
    }
  }

  private List<Caution> cautions(SiteClassifier.Evidence evidence) {
    var cautions = new ArrayList<Caution>();
    if (config.decision().margin(evidence.probabilities()) < config.decision().minMargin()) {
      cautions.add(Caution.LOW_MARGIN);
    }
    if (!config.trained()) {
      cautions.add(Caution.UNTRAINED_MODEL);
    }
    return cautions;
  }
}
