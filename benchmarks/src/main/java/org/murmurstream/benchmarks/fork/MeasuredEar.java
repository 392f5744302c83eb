package org.murmurstream.benchmarks.fork;

import java.util.List;
import java.util.Optional;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.ForwardingEar;
import org.murmurstream.core.SiteAudio;

/** An ear whose hearing is timed; so is that of every other ear that comes of it. */
public final class MeasuredEar extends ForwardingEar {

  private final Ear ear;
  private final HearingTally tally;

  /** What is heard in between is part of the time of that within which it is heard. */
  private boolean hearing;

  /**
   * @param ear closed with this one
   */
  public MeasuredEar(Ear ear, HearingTally tally) {
    this.ear = ear;
    this.tally = tally;
  }

  @Override
  protected Ear ear() {
    return ear;
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    boolean withinAnother = hearing;
    hearing = true;
    long from = System.nanoTime();
    try {
      List<Evidence> found = ear.listen(batch, between);
      long to = System.nanoTime();
      tally.add(batch.size(), withinAnother ? to : from, to);
      return found;
    } finally {
      hearing = withinAnother;
    }
  }

  @Override
  public Optional<Ear> another() {
    return ear.another().map(other -> new MeasuredEar(other, tally));
  }
}
