package org.murmurstream.model;

import java.util.Collection;
import java.util.List;

/**
 * Listens to sites and decides on exams: the whole model, as the stream application and the trainer
 * see it.
 *
 * <p>An ear belongs to one thread. Its results depend on nothing but its arguments and its
 * identity: the same audio gives the same bytes, whatever else is heard in the same batch.
 */
public interface Ear extends AutoCloseable {

  ModelIdentity identity();

  /**
   * Hears a batch of sites, of the same or of different exams.
   *
   * @return one hearing for each element of the batch, in its order; a site whose signal does not
   *     suffice comes back as not usable, with its cautions
   * @throws EarException if the model fails on this batch, for whatever reason
   */
  List<SiteHearing> listen(List<SiteAudio> batch);

  /**
   * Decides on one exam.
   *
   * @param heard at least one usable hearing, at most one per site; hearings that are not usable
   *     are ignored
   * @throws IllegalArgumentException if none is usable
   * @throws EarException if the model fails
   */
  Verdict decide(Collection<SiteHearing> heard);

  @Override
  void close();
}
