package org.murmurstream.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class StoreMemoryTest {

  private static final int MIB = 1024 * 1024;
  private static final int STORES = 12;

  /** How far RocksDB goes beyond its bound until a buffer is on disk. */
  private static final int MARGIN = 8 * MIB;

  @TempDir private Path directory;

  @Test
  void shouldStayWithinItsBoundHoweverManyStoresShareIt() throws RocksDBException {
    // Given
    Map<String, Object> properties = new HashMap<>();
    List<AutoCloseable> open = new ArrayList<>();
    try (var memory = new StoreMemory(16 * MIB)) {
      memory.giveTo(properties);

      // When
      for (int n = 0; n < STORES; n++) {
        RocksDB store = open(n, properties, open);
        for (int record = 0; record < 400; record++) {
          store.put(ByteBuffer.allocate(4).putInt(record).array(), new byte[10_000]);
        }
      }

      // Then
      assertThat(memory.used()).isBetween((long) MIB, 16L * MIB + MARGIN);
    } finally {
      open.forEach(StoreMemoryTest::close);
    }
  }

  private RocksDB open(int number, Map<String, Object> properties, List<AutoCloseable> open)
      throws RocksDBException {
    var options = new Options().setCreateIfMissing(true);
    options.setTableFormatConfig(new BlockBasedTableConfig());
    new StoreMemory.Setter().setConfig("store", options, properties);
    RocksDB store = RocksDB.open(options, directory.resolve("store-" + number).toString());
    open.add(store);
    open.add(options);
    return store;
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
