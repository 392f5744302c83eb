package org.murmurstream.model.sites;

/** From logits to probabilities. */
public final class Softmax {

  private Softmax() {}

  /** {@code exp(logit) / sum of exp(logits)}, the same bits on every machine. */
  public static double[] of(double[] logits) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    var shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = StrictMath.exp(logits[i] - highest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
