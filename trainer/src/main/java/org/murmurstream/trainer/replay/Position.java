package org.murmurstream.trainer.replay;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far reading has come: what is before these offsets lies in the spool, whose buckets are so
 * long.
 *
 * @param partitions of each topic
 * @param schemaIds ids of schemas met so far, by topic
 * @param buckets length of each, in bytes
 */
record Position(
    SortedMap<ArchiveTopic, SortedMap<Integer, Read>> partitions,
    SortedMap<ArchiveTopic, SortedSet<Integer>> schemaIds,
    List<Long> buckets) {

  /**
   * A partition.
   *
   * @param next the next offset to read
   * @param records how many records were read
   */
  record Read(long next, long records) {}

  static Position atStartOf(Plan plan, int buckets) {
    SortedMap<ArchiveTopic, SortedMap<Integer, Read>> partitions = new TreeMap<>();
    SortedMap<ArchiveTopic, SortedSet<Integer>> schemaIds = new TreeMap<>();
    plan.topics()
        .forEach(
            (topic, source) -> {
              SortedMap<Integer, Read> reads = new TreeMap<>();
              source
                  .partitions()
                  .forEach(range -> reads.put(range.partition(), new Read(range.first(), 0)));
              partitions.put(topic, reads);
              schemaIds.put(topic, new TreeSet<>());
            });
    return new Position(partitions, schemaIds, Collections.nCopies(buckets, 0L));
  }

  Read of(ArchiveTopic topic, int partition) {
    return partitions.get(topic).get(partition);
  }

  /** Whether everything of a plan is read. */
  boolean isAtEndOf(Plan plan) {
    return plan.topics().entrySet().stream()
        .allMatch(
            source ->
                source.getValue().partitions().stream()
                    .allMatch(r -> of(source.getKey(), r.partition()).next() >= r.end()));
  }
}
