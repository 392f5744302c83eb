package org.murmurstream.stream.store;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Gives all stores of the process one block cache, out of which write buffers are paid too.
 * Streams' own default is some 100 MB for each store of each partition.
 */
public final class RocksMemory implements RocksDBConfigSetter {

  static {
    RocksDB.loadLibrary();
  }

  private static final long MIB = 1024 * 1024;
  private static final long CACHE_BYTES = 256 * MIB;
  private static final long WRITE_BUFFER_BYTES = 128 * MIB;
  private static final long STORE_WRITE_BUFFER_BYTES = 8 * MIB;
  private static final int STORE_WRITE_BUFFERS = 2;

  /** Shared by every store for as long as the process lives. */
  private static final Cache CACHE = new LRUCache(CACHE_BYTES);

  private static final WriteBufferManager WRITE_BUFFERS =
      new WriteBufferManager(WRITE_BUFFER_BYTES, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    table.setCacheIndexAndFilterBlocks(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(WRITE_BUFFERS);
    options.setWriteBufferSize(STORE_WRITE_BUFFER_BYTES);
    options.setMaxWriteBufferNumber(STORE_WRITE_BUFFERS);
  }

  /** What a store uses is not its own: there is nothing to close. */
  @Override
  public void close(String storeName, Options options) {}
}
