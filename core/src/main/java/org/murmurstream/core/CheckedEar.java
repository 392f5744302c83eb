package org.murmurstream.core;

import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/** An ear that fails rather than give evidence on which no decision could rest. */
public final class CheckedEar extends ForwardingEar {

  private final Ear ear;
  private OptionalInt width = OptionalInt.empty();

  /**
   * Checks what an ear gives.
   *
   * @param ear is closed with this one
   */
  public CheckedEar(Ear ear) {
    this.ear = ear;
  }

  @Override
  protected Ear ear() {
    return ear;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EarException also if there is not one piece of evidence for each recording, of its
   *     site, or an embedding is not finite, or not as long as the others
   */
  @Override
  public List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    List<Evidence> heard = ear.listen(batch, between);
    if (heard.size() != batch.size()) {
      throw new EarException("%d hearings for a batch of %d".formatted(heard.size(), batch.size()));
    }
    for (int i = 0; i < heard.size(); i++) {
      check(heard.get(i), batch.get(i).site());
    }
    return heard;
  }

  /**
   * {@inheritDoc}
   *
   * @throws EarException also if the attention on a site is not finite
   */
  @Override
  public Verdict decide(Collection<SiteEvidence> sites) {
    Verdict verdict = ear.decide(sites);
    boolean finite =
        verdict.sites().values().stream()
            .allMatch(share -> Double.isFinite(share.attention().orElse(0)));
    if (!finite) {
      throw new EarException("the attention on a site is not finite");
    }
    return verdict;
  }

  private void check(Evidence found, AuscultationSite site) {
    if (found == null || found.site() != site) {
      throw new EarException("a recording was heard as one of another site");
    }
    if (!found.isFinite()) {
      throw new EarException("an embedding is not finite");
    }
    int length = found.embedding().length;
    if (found.usable() && width.orElse(length) != length) {
      throw new EarException(
          "an embedding of %d values, and others of %d".formatted(length, width.getAsInt()));
    }
    if (found.usable()) {
      width = OptionalInt.of(length);
    }
  }
}
