package org.murmurstream.stream.health;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * How far the stores are that are being brought back from their changelogs. It is told by the
 * threads that do it, and asked by any.
 */
public final class Restoration implements StateRestoreListener {

  private final Map<TopicPartition, Share> shares = new ConcurrentHashMap<>();

  /**
   * What one changelog has to bring; offsets count a transaction's marker too.
   *
   * @param from first offset
   * @param end offset after the last
   * @param at offset after the last that was brought
   */
  private record Share(long from, long end, long at) {

    Share at(long offset) {
      return new Share(from, end, Math.max(at, Math.min(offset + 1, end)));
    }

    long done() {
      return at - from;
    }

    long all() {
      return end - from;
    }
  }

  /** What is being brought back now; empty if nothing is. */
  public Optional<Status.Restore> now() {
    int stores = 0;
    long done = 0;
    long all = 0;
    for (Share share : shares.values()) {
      stores++;
      done += share.done();
      all += share.all();
    }
    return stores == 0 ? Optional.empty() : Optional.of(new Status.Restore(stores, done, all));
  }

  /** The changelogs that bring it. */
  public Set<TopicPartition> changelogs() {
    return Set.copyOf(shares.keySet());
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long from, long end) {
    if (end > from) {
      shares.put(changelog, new Share(from, end, from));
    }
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long last, long records) {
    shares.computeIfPresent(changelog, (key, share) -> share.at(last));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long records) {
    shares.remove(changelog);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long records) {
    shares.remove(changelog);
  }
}
