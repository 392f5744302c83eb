package org.murmurstream.stream.inference;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ear for which another of the same model stands in once it is told to: for a GPU that is lost,
 * the CPU. It stays so until it is made anew.
 */
public final class StandInEar implements Ear {

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
  public ModelIdentity identity() {
    return first.identity();
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    return now().listen(batch);
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    return now().listen(batch, between);
  }

  @Override
  public int batchSize() {
    return now().batchSize();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    return now().decide(sites);
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

  private Ear now() {
    return standIn.orElse(first);
  }
}
