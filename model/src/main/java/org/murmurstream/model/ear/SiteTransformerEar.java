package org.murmurstream.model.ear;

import ai.djl.Device;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.encoder.Embedding;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.encoder.PrecisionLoss;
import org.murmurstream.model.sites.SiteClassifier;
import org.murmurstream.model.tensor.Tensor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ear of a {@linkplain SiteTransformerConfig transformer over the embeddings of sites} on one
 * device.
 *
 * <p>The signal is judged first: a recording the bundle's thresholds find unusable never reaches
 * the encoder, nor does one the front end cannot take, which is a {@link Caution#MODEL_FAILURE}.
 *
 * <p>{@link AuscultationSite#PHC}, "any other place", is heard but takes no part in a decision
 * unless nothing else is usable; then it stands in the place of MV, as does any site the classifier
 * does not know.
 */
final class SiteTransformerEar implements Ear {

  private static final Logger LOG = LoggerFactory.getLogger(SiteTransformerEar.class);

  private final EarConfig ear;
  private final SiteTransformerConfig model;
  private final EncoderRunner encoder;
  private final SiteClassifier classifier;
  private final Supplier<SiteClassifier> classifiers;

  private SiteTransformerEar(
      EarConfig ear,
      SiteTransformerConfig model,
      EncoderRunner encoder,
      Supplier<SiteClassifier> classifiers) {
    this.ear = ear;
    this.model = model;
    this.encoder = encoder;
    this.classifier = classifiers.get();
    this.classifiers = classifiers;
  }

  /**
   * Copies weights to a device. What half precision costs is measured, and logged.
   *
   * @param precision of the encoder; the classifier always calculates in single precision
   * @throws UserException if half precision is demanded of a device that is no GPU
   */
  static SiteTransformerEar open(
      EarConfig ear,
      SiteTransformerConfig model,
      Map<String, Map<String, Tensor>> weights,
      Device device,
      Precision precision) {
    var encoder =
        new Encoder(
            ear.frontEnd(),
            model.encoder(),
            weights.get(SiteTransformerConfig.ENCODER),
            Origin.of(Origin.Kind.BUNDLE, ear.identity().name()));
    EncoderRunner runner = EncoderRunner.open(encoder, device, precision);
    try {
      if (precision != Precision.SINGLE) {
        PrecisionLoss loss = PrecisionLoss.of(runner, encoder, device);
        LOG.atInfo()
            .addKeyValue("precision", precision)
            .addKeyValue("largestDifference", loss.largest())
            .addKeyValue("relativeDifference", loss.relative())
            .log("embeddings differ from those in single precision");
      }
      return new SiteTransformerEar(
          ear,
          model,
          runner,
          () ->
              new SiteClassifier(
                  model.classifier(), weights.get(SiteTransformerConfig.CLASSIFIER), device));
    } catch (RuntimeException e) {
      runner.close();
      throw e;
    }
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
  public Optional<Ear> another() {
    return encoder.another().map(same -> new SiteTransformerEar(ear, model, same, classifiers));
  }

  @Override
  public int batchSize() {
    return encoder.rows();
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    List<EarConfig.Judged> judged = batch.stream().map(ear::judge).toList();
    List<Pcm> usable =
        judged.stream()
            .filter(EarConfig.Judged::usable)
            .map(recording -> recording.audio().pcm())
            .toList();
    Iterator<Embedding> embeddings = embed(usable, between).iterator();
    return judged.stream()
        .map(
            recording ->
                recording.usable() ? evidence(recording, embeddings.next()) : recording.unusable())
        .toList();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    Map<AuscultationSite, SiteEvidence> usable = EarConfig.usable(sites);
    Map<AuscultationSite, AuscultationSite> places = places(usable.keySet());
    var embeddings = new EnumMap<AuscultationSite, float[]>(AuscultationSite.class);
    places.forEach((site, place) -> embeddings.put(place, usable.get(site).embedding()));
    SiteClassifier.SiteDecision decision = classify(embeddings);
    var shares = new EnumMap<AuscultationSite, Verdict.SiteShare>(AuscultationSite.class);
    places.forEach(
        (site, place) ->
            shares.put(
                site,
                new Verdict.SiteShare(
                    decision.alone().get(place), decision.attention().get(place))));
    return ear.verdict(decision.probabilities(), shares, Ruling.of(ear.decision()));
  }

  /** Frees the model. */
  @Override
  public void close() {
    classifier.close();
    encoder.close();
  }

  private static Evidence evidence(EarConfig.Judged recording, Embedding embedding) {
    return new Evidence(
        recording.audio().site(),
        embedding.clip(),
        recording.quality(),
        true,
        recording.cautions());
  }

  private List<Embedding> embed(List<Pcm> recordings, Runnable between) {
    if (recordings.isEmpty()) {
      return List.of();
    }
    try {
      return encoder.embed(recordings, between);
    } catch (EarException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new EarException("the encoder failed on a batch of recordings", e);
    }
  }

  /**
   * The sites that decide, and the site of the classifier in whose place each is heard.
   *
   * @param usable at least one, in the order of sites
   */
  private Map<AuscultationSite, AuscultationSite> places(Set<AuscultationSite> usable) {
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
}
