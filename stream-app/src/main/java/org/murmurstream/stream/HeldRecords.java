package org.murmurstream.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.murmurstream.stream.store.HeldStore;

/**
 * Records of a partition that wait for a schema, and those of the same key behind them: what is of
 * one patient stays in order, and nobody else waits.
 */
final class HeldRecords {

  private final HeldStore store;
  private final String topic;
  private final int partition;
  private final int most;

  /** The offsets of each key, in order. */
  private final Map<Bytes, Deque<Long>> waiting = new LinkedHashMap<>();

  private int size;

  /**
   * Takes up what was held.
   *
   * @param topic where the records come from
   * @param most how many are held at most
   */
  HeldRecords(ProcessingContext context, String topic, int most) {
    this.store = new HeldStore(context);
    this.topic = topic;
    this.partition = context.taskId().partition();
    this.most = most;
    store.forEach((key, offset) -> note(Bytes.wrap(key), offset));
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size >= most;
  }

  boolean holds(byte[] key) {
    return waiting.containsKey(Bytes.wrap(key));
  }

  /** Holds a record behind all of its key. */
  void hold(Raw raw) {
    long offset = raw.origin().offset();
    store.put(
        raw.key(),
        offset,
        new HeldStore.Held(raw.origin().timestamp(), raw.value(), raw.headers()));
    note(Bytes.wrap(raw.key()), offset);
  }

  /**
   * Lets go what need not wait any longer, each key's in order.
   *
   * @param pass is given a record, and says whether it took it
   * @param budget how many records to read at most
   */
  void release(Predicate<Raw> pass, int budget) {
    List<Bytes> keys = new ArrayList<>(waiting.keySet());
    int left = budget;
    for (int i = 0; i < keys.size() && left > 0; i++) {
      Bytes key = keys.get(i);
      Deque<Long> offsets = waiting.remove(key);
      boolean isTaken = true;
      while (isTaken && !offsets.isEmpty() && left-- > 0) {
        Raw raw = read(key.get(), offsets.peek());
        isTaken = raw == null || pass.test(raw);
        if (isTaken) {
          store.delete(key.get(), offsets.remove());
          size--;
        }
      }
      if (!offsets.isEmpty()) {
        waiting.put(key, offsets); // behind the others, which are looked at before it again
      }
    }
  }

  private Raw read(byte[] key, long offset) {
    HeldStore.Held held = store.get(key, offset);
    return held == null
        ? null
        : new Raw(
            key,
            held.value(),
            Optional.empty(),
            held.headers(),
            new Raw.Origin(topic, partition, offset, held.timestamp()));
  }

  private void note(Bytes key, long offset) {
    waiting.computeIfAbsent(key, first -> new ArrayDeque<>()).add(offset);
    size++;
  }
}
