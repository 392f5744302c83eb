package org.murmurstream.kafka.deadletters;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.kafka.Place;

/**
 * The dead letters of one partition that have one reason.
 *
 * @param reason why, by name; {@value #NONE} if they do not say
 * @param partition partition of the letters
 * @param count how many there are
 * @param replays how many of them are of records that had been sent again
 * @param oldest when the first was written, in milliseconds since the epoch
 * @param newest when the last was written, likewise
 * @param last where the last lies
 */
public record LetterGroup(
    String reason, int partition, long count, long replays, long oldest, long newest, Place last) {

  /** The reason of letters that give none. */
  public static final String NONE = "(none)";

  /** Sorts letters into groups. For one thread. */
  public static final class Sorter {

    private record Name(String reason, int partition) {}

    private final Map<Name, LetterGroup> groups = new HashMap<>();

    public void add(DeadLetter letter) {
      String reason = letter.reason().orElse(NONE);
      groups.merge(
          new Name(reason, letter.at().partition()),
          new LetterGroup(
              reason,
              letter.at().partition(),
              1,
              letter.isOfReplay() ? 1 : 0,
              letter.timestamp(),
              letter.timestamp(),
              letter.at()),
          LetterGroup::with);
    }

    /** The groups, those with the newest letters first. */
    public List<LetterGroup> groups() {
      Collection<LetterGroup> all = groups.values();
      return all.stream()
          .sorted(
              Comparator.comparingLong(LetterGroup::newest)
                  .reversed()
                  .thenComparing(LetterGroup::reason)
                  .thenComparing(LetterGroup::partition))
          .toList();
    }
  }

  private LetterGroup with(LetterGroup later) {
    return new LetterGroup(
        reason,
        partition,
        count + later.count,
        replays + later.replays,
        Math.min(oldest, later.oldest),
        Math.max(newest, later.newest),
        later.last);
  }
}
