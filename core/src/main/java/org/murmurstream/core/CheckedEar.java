package org.murmurstream.core;

import java.util.Collection;
import java.util.List;

/** An ear that fails rather than give evidence on which no decision could rest. */
public final class CheckedEar implements Ear {

  private final Ear ear;

  /**
   * Checks what an ear gives.
   *
   * @param ear is closed with this one
   */
  public CheckedEar(Ear ear) {
    this.ear = ear;
  }

  @Override
  public ModelIdentity identity() {
    return ear.identity();
  }

  /**
   * {@inheritDoc}
   *
   * @throws EarException also if there is not one piece of evidence for each recording, or an
   *     embedding is not finite
   */
  @Override
  public List<Evidence> listen(List<SiteAudio> batch) {
    return listen(batch, () -> {});
  }

  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    List<Evidence> heard = ear.listen(batch, between);
    if (heard.size() != batch.size()) {
      throw new EarException("%d hearings for a batch of %d".formatted(heard.size(), batch.size()));
    }
    if (!heard.stream().allMatch(Evidence::isFinite)) {
      throw new EarException("an embedding is not finite");
    }
    return heard;
  }

  @Override
  public int batchSize() {
    return ear.batchSize();
  }

  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    return ear.decide(sites);
  }

  @Override
  public void close() {
    ear.close();
  }
}
