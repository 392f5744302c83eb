package org.murmurstream.stream.store;

import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The memory beyond the heap that all stores of one application share: a block cache, out of which
 * write buffers are paid too. Streams' own default is some 100 MB for each store of each partition.
 */
public final class StoreMemory implements AutoCloseable {

  static {
    RocksDB.loadLibrary();
  }

  private static final String KEY = "murmur.store.memory";

  private static final long MIB = 1024 * 1024;

  /** Of the whole, so many stores may fill a buffer each before some must be written to disk. */
  private static final int FULL_BUFFERS = 32;

  private static final long LARGEST_BUFFER_BYTES = 8 * MIB;
  private static final int BUFFERS_OF_A_STORE = 2;

  private final Cache cache;
  private final WriteBufferManager writeBuffers;
  private final long bufferBytes;

  /**
   * @param bytes at most; half of it may be what is not on disk yet
   */
  public StoreMemory(long bytes) {
    cache = new LRUCache(bytes);
    writeBuffers = new WriteBufferManager(bytes / 2, cache);
    bufferBytes = Math.min(bytes / FULL_BUFFERS, LARGEST_BUFFER_BYTES);
  }

  /** Lets the stores of these streams live on it, unless their user has set something else. */
  public void giveTo(Map<String, Object> properties) {
    properties.putIfAbsent(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, Setter.class);
    properties.put(KEY, this);
  }

  /** Bytes in use now. */
  public long used() {
    return cache.getUsage();
  }

  /** Stores that are still open keep what they use. */
  @Override
  public void close() {
    writeBuffers.close();
    cache.close();
  }

  private void giveTo(Options store) {
    var table = (BlockBasedTableConfig) store.tableFormatConfig();
    table.setBlockCache(cache);
    table.setCacheIndexAndFilterBlocks(true);
    store.setTableFormatConfig(table);
    store.setWriteBufferManager(writeBuffers);
    store.setWriteBufferSize(bufferBytes);
    store.setMaxWriteBufferNumber(BUFFERS_OF_A_STORE);
  }

  /** Made by Streams, for each store. */
  public static final class Setter implements RocksDBConfigSetter {

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
      ((StoreMemory) configs.get(KEY)).giveTo(options);
    }

    /** What a store uses is not its own: there is nothing to close. */
    @Override
    public void close(String store, Options options) {}
  }
}
