package org.murmurstream.model.bundle;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.encoder.m2d.EncoderWeights;
import org.murmurstream.model.frames.DenseNetwork;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.sites.ClassifierWeights;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/** What stands between spectrograms and probabilities: one of two kinds of model. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelConfig.SiteTransformer.class, name = "site-transformer"),
  @JsonSubTypes.Type(value = ModelConfig.Committee.class, name = "committee")
})
public sealed interface ModelConfig {

  /** Finds fault with the tensors of a part. */
  @FunctionalInterface
  interface WeightsCheck {

    /** One clause for each fault; empty if there is none. */
    List<String> complaints(Map<String, Tensor> weights);
  }

  /** Its parts, each a file of weights of that name, and what finds fault with their tensors. */
  Map<String, WeightsCheck> parts();

  /** The encoders whose tokens, one behind the other, embed a site; by part. */
  Map<String, EncoderConfig> encoders();

  /**
   * A transformer over the embeddings of sites.
   *
   * @param encoder from spectrograms to embeddings
   * @param classifier from embeddings to probabilities
   */
  record SiteTransformer(EncoderConfig encoder, ClassifierConfig classifier)
      implements ModelConfig {

    /** The part that holds the encoder's weights. */
    public static final String ENCODER = "encoder";

    /** The part that holds the classifier's weights. */
    public static final String CLASSIFIER = "classifier";

    public SiteTransformer {
      if (classifier.features() != encoder.embeddingWidth()) {
        throw new IllegalArgumentException(
            "encoder gives %d features, classifier takes %d"
                .formatted(encoder.embeddingWidth(), classifier.features()));
      }
    }

    @Override
    public Map<String, WeightsCheck> parts() {
      var parts = new LinkedHashMap<String, WeightsCheck>();
      parts.put(ENCODER, weights -> EncoderWeights.complaints(encoder, weights));
      parts.put(CLASSIFIER, weights -> ClassifierWeights.complaints(classifier, weights));
      return parts;
    }

    @Override
    public Map<String, EncoderConfig> encoders() {
      return Map.of(ENCODER, encoder);
    }
  }

  /**
   * The folds of a cross-validation side by side: each hears every recording by networks and a beat
   * classifier of its own, one regression decides from the evidence of each fold, and the
   * probabilities of the folds are averaged.
   *
   * @param folds at least one
   */
  record Committee(List<Fold> folds) implements ModelConfig {

    /** The part that holds the regression. */
    public static final String DECISION = "decision";

    public Committee {
      folds = List.copyOf(folds);
      if (folds.isEmpty()) {
        throw new IllegalArgumentException("a committee needs a fold");
      }
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
        List<Network> networks = folds.get(fold).networks();
        for (int i = 0; i < networks.size(); i++) {
          Network network = networks.get(i);
          parts.put(
              network(fold, i),
              weights -> DenseNetwork.complaints(network.encoder(), network.head(), weights));
        }
        parts.put(beats(fold), Committee::complaintsOfBeats);
      }
      parts.put(DECISION, Committee::complaintsOfDecision);
      return parts;
    }

    @Override
    public Map<String, EncoderConfig> encoders() {
      var encoders = new LinkedHashMap<String, EncoderConfig>();
      for (int fold = 0; fold < folds.size(); fold++) {
        List<Network> networks = folds.get(fold).networks();
        for (int i = 0; i < networks.size(); i++) {
          encoders.put(network(fold, i), networks.get(i).encoder());
        }
      }
      return encoders;
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

    private static List<String> complaintsOfDecision(Map<String, Tensor> weights) {
      return complaints(
          weights,
          () -> {
            int taken = LogisticRegression.of(weights).features();
            return taken == PatientFeatures.SIZE
                ? List.of()
                : List.of("it takes %d features of %d".formatted(taken, PatientFeatures.SIZE));
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

  /**
   * What one fold hears with. The outputs of its networks are averaged before beats are cut.
   *
   * @param networks at least one
   */
  record Fold(List<Network> networks) {

    public Fold {
      networks = List.copyOf(networks);
      if (networks.isEmpty()) {
        throw new IllegalArgumentException("a fold needs a network");
      }
    }
  }

  /**
   * An encoder with a frame head on its columns.
   *
   * @param encoder from spectrograms to columns
   * @param head from columns to what is said of frames and recordings
   */
  record Network(EncoderConfig encoder, FrameHeadConfig head) {

    public Network {
      DenseNetwork.requireFit(encoder, head);
    }
  }
}
