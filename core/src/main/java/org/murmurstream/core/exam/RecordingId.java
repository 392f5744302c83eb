package org.murmurstream.core.exam;

import java.util.Comparator;
import org.murmurstream.core.AuscultationSite;

/**
 * One recording of an exam; sorted by site, then number.
 *
 * @param site where it was taken
 * @param number its number among those of the site, from 0
 */
public record RecordingId(AuscultationSite site, int number) implements Comparable<RecordingId> {

  private static final Comparator<RecordingId> ORDER =
      Comparator.comparing(RecordingId::site).thenComparingInt(RecordingId::number);

  @Override
  public int compareTo(RecordingId other) {
    return ORDER.compare(this, other);
  }
}
