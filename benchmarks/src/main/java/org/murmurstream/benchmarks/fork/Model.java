package org.murmurstream.benchmarks.fork;

import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.core.Ear;
import org.murmurstream.model.bundle.Bundles;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.proof.stub.HashEar;

/**
 * What hears in a stage, by the word that a forked program is given.
 *
 * @param word {@value HashEar#NAME} for the free one, {@value #OWN} for the bundle that comes with
 *     the program, else the folder of a bundle or the name that {@link Bundles} knows
 */
public record Model(String word) {

  /** The bundle that comes with the program. */
  public static final String OWN = "own";

  /** A stub that hears in no time. */
  public static final Model FREE = new Model(HashEar.NAME);

  /** A bundle that was named, or the program's own. */
  public static Model of(Optional<Path> bundle) {
    return new Model(bundle.map(Path::toString).orElse(OWN));
  }

  /** Its folder or name, for {@link Bundles}. */
  public Optional<Path> bundle() {
    return word.equals(OWN) ? Optional.empty() : Optional.of(Path.of(word));
  }

  /** For people. */
  public String name() {
    return word.equals(HashEar.NAME) ? "free model" : Bundles.identity(bundle()).name();
  }

  /** Opens it. */
  public Ear open(TorchOptions torch) {
    return word.equals(HashEar.NAME)
        ? new HashEar()
        : Bundles.load(bundle()).open(torch, Precision.SINGLE, Optional.empty());
  }
}
