package org.murmurstream.model.sites;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Probabilities;
import org.murmurstream.model.tensor.Parameters;
import org.murmurstream.model.tensor.Staging;
import org.murmurstream.model.tensor.Tensor;

/**
 * Classifies a patient by the embeddings of the sites that are there. Belongs to one thread.
 *
 * <p>What a site says <em>alone</em> is what the same network answers with all other sites missing.
 * It stays within what the network was made for, as missing sites are part of its training, and
 * needs no second model.
 */
public final class SiteClassifier implements AutoCloseable {

  private final ClassifierConfig config;
  private final Standardisation standardisation;
  private final NDManager manager;
  private final Parameters parameters;
  private final SiteTransformer network;
  private final Staging embeddingStaging = new Staging();
  private final Staging presenceStaging = new Staging();

  /**
   * What the classifier says of one patient.
   *
   * @param probabilities of all sites together
   * @param attention share of the pooling's attention per site that is there, 0 to 1, together 1;
   *     what missing sites draw to themselves without masking is left out
   * @param alone probabilities of each site with no other present
   */
  public record SiteDecision(
      Probabilities probabilities,
      Map<AuscultationSite, Double> attention,
      Map<AuscultationSite, Probabilities> alone) {}

  /**
   * Copies the weights to the device.
   *
   * @param weights see {@link ClassifierWeights#shapes}
   * @throws IllegalArgumentException if a tensor is missing, unknown, misshapen or unusable
   */
  public SiteClassifier(ClassifierConfig config, Map<String, Tensor> weights, Device device) {
    List<String> complaints = ClassifierWeights.complaints(config, weights);
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException("classifier: " + String.join("; ", complaints));
    }
    this.config = config;
    this.standardisation = Standardisation.of(weights);
    this.manager = NDManager.newBaseManager(device);
    this.parameters = new Parameters(weights, device, DataType.FLOAT32);
    this.network = new SiteTransformer(config, parameters);
  }

  /**
   * Classifies one patient.
   *
   * @param embeddings as they leave the encoder, one per site that is there, at least one
   * @throws IllegalArgumentException if there is none, or one is of a site the classifier does not
   *     know, or of another length
   * @throws EarException if an answer is not a number
   */
  public SiteDecision classify(Map<AuscultationSite, float[]> embeddings) {
    if (embeddings.isEmpty()) {
      throw new IllegalArgumentException("no site to classify");
    }
    List<AuscultationSite> sites = config.sites().stream().filter(embeddings::containsKey).toList();
    if (sites.size() != embeddings.size()) {
      throw new IllegalArgumentException(
          "the classifier knows the sites %s, not %s"
              .formatted(config.sites(), embeddings.keySet()));
    }
    // Row 0 has every site that is there, each further row one of them.
    var rows = new ArrayList<List<AuscultationSite>>();
    rows.add(sites);
    sites.forEach(site -> rows.add(List.of(site)));

    Answer answer = answer(rows, embeddings);
    double attended = 0;
    for (AuscultationSite site : sites) {
      attended += answer.attention(site);
    }
    var shares = new EnumMap<AuscultationSite, Double>(AuscultationSite.class);
    var alone = new EnumMap<AuscultationSite, Probabilities>(AuscultationSite.class);
    for (int i = 0; i < sites.size(); i++) {
      shares.put(sites.get(i), answer.attention(sites.get(i)) / attended);
      alone.put(sites.get(i), answer.probabilities(1 + i));
    }
    return new SiteDecision(answer.probabilities(0), shares, alone);
  }

  private Answer answer(
      List<List<AuscultationSite>> rows, Map<AuscultationSite, float[]> embeddings) {
    int sites = config.sites().size();
    int features = config.features();
    var tokens = new float[rows.size() * sites * features];
    var present = new float[rows.size() * sites];
    for (int row = 0; row < rows.size(); row++) {
      for (AuscultationSite site : rows.get(row)) {
        int token = row * sites + config.sites().indexOf(site);
        float[] standard = standardisation.apply(embeddings.get(site));
        System.arraycopy(standard, 0, tokens, token * features, features);
        present[token] = 1;
      }
    }
    try (NDManager scope = manager.newSubManager()) {
      SiteTransformer.Output output =
          network.forward(
              embeddingStaging.put(scope, new Shape(rows.size(), sites, features), tokens),
              presenceStaging.put(scope, new Shape(rows.size(), sites), present),
              false);
      return new Answer(config, output.logits().toFloatArray(), output.attention().toFloatArray());
    }
  }

  /** The network's answers to a batch of rows. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(ClassifierConfig config, float[] logits, float[] attention) {

    /** The share of a site in the first row. */
    double attention(AuscultationSite site) {
      return HeadAverage.finite(attention[config.sites().indexOf(site)]);
    }

    Probabilities probabilities(int row) {
      return new HeadAverage(config).probabilities(logits, row);
    }
  }

  /** Frees the weights. */
  @Override
  public void close() {
    parameters.close();
    manager.close();
  }
}
