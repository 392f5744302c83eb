package org.murmurstream.trainer.replay;

import java.util.SortedMap;

/**
 * What a person asks for. The same one must be given to go on with a replay that was interrupted.
 *
 * @param names what the topics are called; null if offsets say so
 * @param from the recordings' first moment, milliseconds since the epoch; null for the beginning
 * @param until the moment after the recordings' last; null for the end
 * @param offsets exact offsets instead; null if there are none
 */
public record Request(SortedMap<ArchiveTopic, String> names, Long from, Long until, Plan offsets) {

  /** Everything that is there. */
  public static Request all(SortedMap<ArchiveTopic, String> names) {
    return new Request(names, null, null, null);
  }

  /** Exactly these offsets. */
  public static Request exactly(Plan offsets) {
    return new Request(null, null, null, offsets);
  }
}
