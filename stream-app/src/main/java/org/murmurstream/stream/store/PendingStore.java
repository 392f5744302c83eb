package org.murmurstream.stream.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What waits to be done, by name.
 *
 * @param <K> the name of a piece of work
 */
public final class PendingStore<K> {

  private static final byte[] NOTHING = {};

  private final KeyValueStore<Bytes, byte[]> store;
  private final Function<K, Bytes> write;
  private final Function<Bytes, K> read;

  private PendingStore(
      KeyValueStore<Bytes, byte[]> store, Function<K, Bytes> write, Function<Bytes, K> read) {
    this.store = store;
    this.write = write;
    this.read = read;
  }

  /** The recordings that wait to be heard. */
  public static PendingStore<RecordingKey> recordings(ProcessingContext context) {
    return new PendingStore<>(
        Stores.of(context, Stores.PENDING_RECORDINGS), RecordingKey::bytes, RecordingKey::parse);
  }

  /** The exams that wait to be decided. */
  public static PendingStore<ExamKey> answers(ProcessingContext context) {
    return new PendingStore<>(
        Stores.of(context, Stores.PENDING_ANSWERS), ExamKey::bytes, ExamKey::parse);
  }

  /** Everything that waits, in the order of the stored names. */
  public List<K> all() {
    List<K> all = new ArrayList<>();
    try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
      entries.forEachRemaining(entry -> all.add(read.apply(entry.key)));
    }
    return all;
  }

  public boolean holds(K work) {
    return store.get(write.apply(work)) != null;
  }

  public void put(K work) {
    store.put(write.apply(work), NOTHING);
  }

  public void delete(K work) {
    store.delete(write.apply(work));
  }
}
