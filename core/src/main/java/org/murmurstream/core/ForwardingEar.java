package org.murmurstream.core;

import java.util.Collection;
import java.util.List;

/**
 * An ear that has another one do its work; what is special about it, it overrides. It has {@link
 * #another} only if it says so itself, for that one would have to be special, too.
 */
public abstract class ForwardingEar implements Ear {

  /** The one that works now. */
  protected abstract Ear ear();

  @Override
  public ModelIdentity identity() {
    return ear().identity();
  }

  @Override
  public final List<Evidence> listen(List<SiteAudio> batch) {
    return listen(batch, () -> {});
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    return ear().listen(batch, between);
  }

  @Override
  public int batchSize() {
    return ear().batchSize();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    return ear().decide(sites);
  }

  @Override
  public void close() {
    ear().close();
  }
}
