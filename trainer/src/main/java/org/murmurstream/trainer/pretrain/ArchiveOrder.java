package org.murmurstream.trainer.pretrain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.murmurstream.model.audio.Spectrogram;

/**
 * Which recordings make up which batch: all of them in random order, then all in another, without
 * end. A batch is told by its number alone, whichever came before.
 */
final class ArchiveOrder {

  private static final int SEEDS_PER_RUN = 1_000_003;

  private final List<Spectrogram> recordings;
  private final int batchSize;
  private final long seed;
  private long pass = -1;
  private List<Spectrogram> order = List.of();

  ArchiveOrder(List<Spectrogram> recordings, int batchSize, long seed) {
    this.recordings = recordings;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /**
   * @param step from 0
   */
  List<Spectrogram> batch(long step) {
    var batch = new ArrayList<Spectrogram>();
    for (int i = 0; i < batchSize; i++) {
      long item = step * batchSize + i;
      shuffle(item / recordings.size());
      batch.add(order.get((int) (item % recordings.size())));
    }
    return batch;
  }

  private void shuffle(long wanted) {
    if (wanted != pass) {
      pass = wanted;
      order = new ArrayList<>(recordings);
      Collections.shuffle(order, new Random(seed * SEEDS_PER_RUN + pass));
    }
  }
}
