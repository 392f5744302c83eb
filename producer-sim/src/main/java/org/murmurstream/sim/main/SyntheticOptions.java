package org.murmurstream.sim.main;

import org.murmurstream.console.ClassNumbers;
import org.murmurstream.core.UserException;
import org.murmurstream.sim.synthetic.ClassMix;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import picocli.CommandLine.Option;

/** What synthetic patients are like: a picocli mixin. */
final class SyntheticOptions {

  private static final int MAX_PATIENTS = 100_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Seed of everything drawn at random, faults included (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--mix",
      paramLabel = ClassNumbers.LABEL,
      converter = ClassNumbers.Converter.class,
      description =
          "Weights of the classes among synthetic patients (default:"
              + " present=0.19,unknown=0.07,absent=0.74, as among the children of the CirCor data"
              + " set).")
  private ClassNumbers mix =
      new ClassNumbers(
          ClassMix.REALISTIC.present(), ClassMix.REALISTIC.unknown(), ClassMix.REALISTIC.absent());

  long seed() {
    return seed;
  }

  SyntheticHearts hearts(int patients) {
    if (patients < 1 || patients > MAX_PATIENTS) {
      throw new UserException(
          "--patients (or --synthetic) must be 1 to 100000, not " + patients + ".");
    }
    return new SyntheticHearts(
        patients, seed, new ClassMix(mix.absent(), mix.present(), mix.unknown()));
  }
}
