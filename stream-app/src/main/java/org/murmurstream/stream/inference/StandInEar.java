package org.murmurstream.stream.inference;

import java.util.Optional;
import java.util.function.Supplier;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.ForwardingEar;
import org.murmurstream.core.ModelIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ear for which another of the same model stands in once it is told to: for a GPU that is lost,
 * the CPU. It stays so until it is made anew.
 */
public final class StandInEar extends ForwardingEar {

  private static final Logger LOG = LoggerFactory.getLogger(StandInEar.class);

  private final Ear first;
  private final Supplier<? extends Ear> other;
  private Optional<Ear> standIn = Optional.empty();

  /**
   * @param first hears until another stands in
   * @param other makes the one that stands in, of the same model
   */
  public StandInEar(Ear first, Supplier<? extends Ear> other) {
    this.first = first;
    this.other = other;
  }

  /**
   * Has the other stand in from now on.
   *
   * @return false if it stands in already, or fails as well
   */
  boolean standIn() {
    if (standIn.isPresent()) {
      return false;
    }
    try {
      Ear ear = Rehearsal.passed(other.get());
      if (!ear.identity().equals(first.identity())) {
        ear.close();
        throw new EarException("another model was to stand in");
      }
      standIn = Optional.of(ear);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.atError()
          .addKeyValue("failure", e.getClass().getName())
          .log("what was to stand in for the model's device fails too");
      return false;
    }
  }

  /** Whether the other stands in. */
  boolean isStoodIn() {
    return standIn.isPresent();
  }

  @Override
  protected Ear ear() {
    return standIn.orElse(first);
  }

  @Override
  public ModelIdentity identity() {
    return first.identity();
  }

  @Override
  public void close() {
    standIn.ifPresent(Ear::close);
    try {
      first.close();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("failure", e.getClass().getName())
          .log("what the model had on its device could not be freed");
    }
  }
}
