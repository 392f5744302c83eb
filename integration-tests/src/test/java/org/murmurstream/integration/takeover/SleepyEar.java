package org.murmurstream.integration.takeover;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;

/**
 * An ear that falls asleep over a decision and never wakes again, so that work piles up behind it.
 */
final class SleepyEar implements Ear {

  private final Ear ear;
  private final int decisions;
  private final Runnable asleep;
  private int decided;

  /**
   * @param decisions how many it makes; if none, it sleeps from the start and listens to nothing
   * @param asleep is told when it falls asleep
   */
  SleepyEar(Ear ear, int decisions, Runnable asleep) {
    this.ear = ear;
    this.decisions = decisions;
    this.asleep = asleep;
  }

  @Override
  public ModelIdentity identity() {
    return ear.identity();
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    if (decisions == 0) {
      sleep();
    }
    return ear.listen(batch);
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    if (decided == decisions) {
      sleep();
    }
    decided++;
    return ear.decide(sites);
  }

  @Override
  public void close() {
    ear.close();
  }

  private void sleep() {
    asleep.run();
    new CompletableFuture<Void>().join();
  }
}
