package org.murmurstream.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Listens to recordings and decides on exams: the whole model, as the stream application and the
 * trainer see it.
 *
 * <p>An ear belongs to one thread. Its results depend on nothing but its arguments and its
 * identity: the same audio gives the same bytes, whatever else is heard in the same batch.
 */
public interface Ear extends AutoCloseable {

  ModelIdentity identity();

  /**
   * Hears a batch of recordings, of the same or of different exams.
   *
   * @return the evidence of each recording, in the order of the batch; one whose signal does not
   *     suffice comes back as not usable, with its cautions
   * @throws EarException if the model fails on this batch, for whatever reason
   */
  List<Evidence> listen(List<SiteAudio> batch);

  /**
   * Likewise, and lets others get in between while long recordings are heard.
   *
   * @param between is run now and then, where nothing is half done: within it this same ear may be
   *     given other work
   * @throws EarException if the model fails on this batch, for whatever reason
   */
  default List<Evidence> listen(List<SiteAudio> batch, Runnable between) {
    return listen(batch);
  }

  /**
   * How many recordings it is worth to hear together: 1 if they are heard one after another anyway,
   * so that a batch would only keep others waiting.
   */
  default int batchSize() {
    return 1;
  }

  /**
   * Decides on one exam.
   *
   * @param sites at least one usable site, each at most once; those that are not usable are ignored
   * @throws IllegalArgumentException if none is usable
   * @throws EarException if the model fails
   */
  Verdict decide(Collection<SiteEvidence> sites);

  /**
   * Another ear of the same model, for another thread, which shares with this one what does not
   * change. It is to be closed before this one.
   *
   * @return empty if there is none to be had: many ears gain nothing on a device that does one
   *     thing after the other
   */
  default Optional<Ear> another() {
    return Optional.empty();
  }

  @Override
  void close();
}
