package org.murmurstream.sim.synthetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;

/**
 * How often each class occurs among synthetic patients.
 *
 * @param absent weight of Absent
 * @param present weight of Present
 * @param unknown weight of Unknown; weights are at least 0, not all 0, and need not sum to 1
 */
public record ClassMix(double absent, double present, double unknown) {

  /** As among the patients of the CirCor data set. Twelve patients hold all three classes. */
  public static final ClassMix REALISTIC = new ClassMix(0.74, 0.19, 0.07);

  /** As many of each, so that few patients show every verdict. */
  public static final ClassMix EVEN = new ClassMix(1, 1, 1);

  private static final List<MurmurClass> CLASSES =
      List.of(MurmurClass.ABSENT, MurmurClass.PRESENT, MurmurClass.UNKNOWN);

  public ClassMix {
    double sum = absent + present + unknown;
    if (!(absent >= 0 && present >= 0 && unknown >= 0 && sum > 0 && Double.isFinite(sum))) {
      throw new UserException(
          "weights of the classes must be at least 0 and not all 0: %s, %s, %s"
              .formatted(absent, present, unknown));
    }
  }

  /**
   * Deals classes so that every beginning of the list has the mix as nearly as can be: each next
   * one is the class that is furthest behind.
   */
  List<MurmurClass> deal(int patients) {
    double sum = absent + present + unknown;
    double[] share = {absent / sum, present / sum, unknown / sum};
    int[] dealt = new int[share.length];
    List<MurmurClass> classes = new ArrayList<>(patients);
    for (int n = 1; n <= patients; n++) {
      double soFar = n;
      int next =
          List.of(0, 1, 2).stream()
              .max(Comparator.comparingDouble(c -> share[c] * soFar - dealt[c]))
              .orElseThrow();
      dealt[next]++;
      classes.add(CLASSES.get(next));
    }
    return classes;
  }
}
