package org.murmurstream.trainer.sites;

import java.util.List;
import org.murmurstream.core.MurmurClass;

/** Weights that make up for classes of different size. */
public final class ClassWeights {

  private ClassWeights() {}

  /** {@code n / (3 n_c)}: 1 for each class if all are of one size. */
  public static double inverse(List<MurmurClass> examples, MurmurClass label) {
    long own = examples.stream().filter(example -> example == label).count();
    return (double) examples.size() / (MurmurClass.values().length * own);
  }
}
