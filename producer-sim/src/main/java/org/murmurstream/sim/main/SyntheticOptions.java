package org.murmurstream.sim.main;

import org.murmurstream.core.UserException;
import org.murmurstream.sim.synthetic.ClassMix;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import picocli.CommandLine.Option;

/** What synthetic patients are like: a picocli mixin. */
final class SyntheticOptions {

  private static final int MAX_PATIENTS = 100_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Seed of everything drawn at random, faults included (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--mix",
      paramLabel = "A,P,U",
      split = ",",
      description =
          "Weights of Absent, Present and Unknown among synthetic patients"
              + " (default: 0.74,0.19,0.07, as among the children of the CirCor data set).")
  private double[] mix = {
    ClassMix.REALISTIC.absent(), ClassMix.REALISTIC.present(), ClassMix.REALISTIC.unknown()
  };

  long seed() {
    return seed;
  }

  SyntheticHearts hearts(int patients) {
    if (patients < 1 || patients > MAX_PATIENTS) {
      throw new UserException("There may be 1 to 100000 synthetic patients, not " + patients + ".");
    }
    if (mix.length != 3) {
      throw new UserException("--mix takes three weights: Absent, Present, Unknown.");
    }
    return new SyntheticHearts(patients, seed, new ClassMix(mix[0], mix[1], mix[2]));
  }
}
