package org.murmurstream.model.sites;

import org.murmurstream.core.EarException;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;

/** From the logits of several output heads to one distribution. */
public final class HeadAverage {

  private final ClassifierConfig config;

  public HeadAverage(ClassifierConfig config) {
    this.config = config;
  }

  /**
   * The probabilities of one patient.
   *
   * @param logits {@code [batch, heads, classes]}, row-major
   * @param row which of the batch
   * @throws EarException if a logit is not finite
   */
  public Probabilities probabilities(float[] logits, int row) {
    boolean averageLogits = config.averaging() == ClassifierConfig.Averaging.LOGITS;
    int classes = config.classes().size();
    int heads = config.outputHeads();
    var mean = new double[classes];
    for (int k = 0; k < heads; k++) {
      var head = new double[classes];
      for (int c = 0; c < classes; c++) {
        head[c] = finite(logits[(row * heads + k) * classes + c]);
      }
      double[] terms = averageLogits ? head : Softmax.of(head);
      for (int c = 0; c < classes; c++) {
        mean[c] += terms[c] / heads;
      }
    }
    double[] p = averageLogits ? Softmax.of(mean) : mean;
    return new Probabilities(
        p[config.classes().indexOf(MurmurClass.PRESENT)],
        p[config.classes().indexOf(MurmurClass.UNKNOWN)],
        p[config.classes().indexOf(MurmurClass.ABSENT)]);
  }

  static double finite(float value) {
    if (!Float.isFinite(value)) {
      throw new EarException("the classifier's answer is not a number");
    }
    return value;
  }
}
