package org.murmurstream.stream.store;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The state stores, all with raw keys and values. Their names are part of the names of changelog
 * topics: a rename loses what they hold.
 */
public final class Stores {

  /** {@link ExamKey#bytes()}: {@link ExamCodec}. */
  public static final String EXAMS = "exams";

  /** {@link ExamKey#deadline}: nothing. */
  public static final String DEADLINES = "deadlines";

  /** A patient or a device: how many of its exams wait for chunks, as 4 bytes. */
  public static final String WAITING = "waiting";

  /**
   * {@link RecordingKey#chunk}: samples. {@link RecordingKey#bytes()} of a recording that was
   * heard: the fingerprints of its chunks, 8 bytes each.
   */
  public static final String CHUNKS = "chunks";

  /** {@link RecordingKey#bytes()}: {@link EvidenceCodec}. */
  public static final String HEARINGS = "hearings";

  /** {@link RecordingKey#bytes()} of what waits to be heard: nothing. */
  public static final String PENDING_RECORDINGS = "pending-recordings";

  /** Records that wait for the registry: {@link HeldStore}. */
  public static final String HELD = "held";

  /** {@link ExamKey#bytes()} of what waits to be decided: nothing. */
  public static final String PENDING_ANSWERS = "pending-answers";

  private Stores() {}

  /** A store on disk. */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> onDisk(String name) {
    return store(org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name));
  }

  /** A store in memory, for what is few and small; its changelog is as durable. */
  public static StoreBuilder<KeyValueStore<Bytes, byte[]>> inMemory(String name) {
    return store(org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(name));
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(
      KeyValueBytesStoreSupplier supplier) {
    return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
            supplier, Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  static KeyValueStore<Bytes, byte[]> of(ProcessingContext context, String name) {
    StateStore store = context.getStateStore(name);
    @SuppressWarnings("unchecked") // every store is built above
    KeyValueStore<Bytes, byte[]> typed = (KeyValueStore<Bytes, byte[]>) store;
    return typed;
  }
}
