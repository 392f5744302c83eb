package org.murmurstream.trainer.sites;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.trainer.learning.TokenBatch;

/** The standardised tokens of some patients, ready to be put into batches. */
final class TokenTable {

  /** How likely it is that some of a patient's features are hidden, and that a site is. */
  private static final double CHANCE = 0.5;

  /** Largest share of the features that is hidden at a time. */
  private static final double BAND = 0.2;

  private final ClassifierConfig config;
  private final List<EmbeddedPatient> patients;
  private final float[][] tokens;
  private final float[][] present;

  TokenTable(
      ClassifierConfig config, Standardisation standardisation, List<EmbeddedPatient> patients) {
    this.config = config;
    this.patients = patients;
    int sites = config.sites().size();
    int features = config.features();
    this.tokens = new float[patients.size()][sites * features];
    this.present = new float[patients.size()][sites];
    for (int row = 0; row < tokens.length; row++) {
      Map<AuscultationSite, float[]> heard = patients.get(row).tokens(config.sites());
      for (var token : heard.entrySet()) {
        int site = config.sites().indexOf(token.getKey());
        float[] standard = standardisation.apply(token.getValue());
        System.arraycopy(standard, 0, tokens[row], site * features, features);
        present[row][site] = 1;
      }
    }
  }

  /** Mean and deviation of the tokens of patients. */
  static Standardisation standardisation(
      List<AuscultationSite> sites, List<EmbeddedPatient> patients) {
    return Standardisation.fit(
        patients.stream().flatMap(patient -> patient.tokens(sites).values().stream()).toList());
  }

  int size() {
    return patients.size();
  }

  /** All patients as they are. */
  TokenBatch all() {
    return batch(IntStream.range(0, size()).boxed().toList());
  }

  /** Some patients as they are. */
  TokenBatch batch(List<Integer> rows) {
    int sites = config.sites().size();
    int length = sites * config.features();
    var values = new float[rows.size() * length];
    var flags = new float[rows.size() * sites];
    var labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      int row = rows.get(i);
      System.arraycopy(tokens[row], 0, values, i * length, length);
      System.arraycopy(present[row], 0, flags, i * sites, sites);
      labels[i] = config.classes().indexOf(patients.get(row).patient().label());
    }
    return new TokenBatch(values, flags, labels);
  }

  /**
   * Some patients with parts hidden: with even odds one contiguous band of at most a fifth of the
   * features, at all sites, and with even odds one site, if another remains.
   */
  TokenBatch augmented(List<Integer> rows, Random random) {
    TokenBatch batch = batch(rows);
    int features = config.features();
    int sites = config.sites().size();
    for (int i = 0; i < batch.patients(); i++) {
      if (random.nextDouble() < CHANCE) {
        int length = random.nextInt((int) (BAND * features) + 1);
        int start = random.nextInt(features - length + 1);
        for (int site = 0; site < sites; site++) {
          clear(batch.tokens(), (i * sites + site) * features + start, length);
        }
      }
      if (random.nextDouble() < CHANCE) {
        hideSite(batch, i, random);
      }
    }
    return batch;
  }

  private void hideSite(TokenBatch batch, int patient, Random random) {
    int sites = config.sites().size();
    int[] there =
        IntStream.range(patient * sites, (patient + 1) * sites)
            .filter(token -> batch.present()[token] == 1)
            .toArray();
    if (there.length > 1) {
      int token = there[random.nextInt(there.length)];
      batch.present()[token] = 0;
      clear(batch.tokens(), token * config.features(), config.features());
    }
  }

  private static void clear(float[] values, int from, int count) {
    Arrays.fill(values, from, from + count, 0);
  }
}
