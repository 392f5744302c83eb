package org.murmurstream.trainer.releases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * In what two models differ, as rows of a table: name, the one's value, the other's; "-" for none.
 */
public final class Differences {

  private static final String NONE = "-";

  /** Where it comes from, told by the bundle for those who must know all. */
  private static final String LINEAGE = "lineage.";

  private static final String SCORES = "lineage.decision.scores.";
  private static final int WIDEST = 36;
  private static final Pattern DIGEST = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");
  private static final Pattern LONG_FRACTION = Pattern.compile("(\\d\\.\\d{4})\\d{6,}");

  private final List<List<String>> all = new ArrayList<>();

  /** Compares. */
  public Differences(Subject one, Subject other) {
    SortedMap<String, String> mine = one.facts();
    SortedMap<String, String> others = other.facts();
    var names = new TreeSet<>(mine.keySet());
    names.addAll(others.keySet());
    for (String name : names) {
      String here = mine.getOrDefault(name, NONE);
      String there = others.getOrDefault(name, NONE);
      if (!here.equals(there)) {
        all.add(List.of(name, here, there));
      }
    }
  }

  /** All of them as they are written. */
  public List<List<String>> all() {
    return all;
  }

  /**
   * What one looks at first: scores on held-out patients, configuration, and files; digests and
   * long values are cut short.
   */
  public List<List<String>> brief() {
    return all.stream()
        .filter(row -> isBrief(row.get(0)))
        .sorted(Comparator.comparing(row -> !row.get(0).startsWith(SCORES)))
        .map(row -> List.of(row.get(0), cut(row.get(1)), cut(row.get(2))))
        .toList();
  }

  private static boolean isBrief(String name) {
    return !name.startsWith(LINEAGE) || name.startsWith(SCORES);
  }

  private static String cut(String value) {
    String shorter = LONG_FRACTION.matcher(DIGEST.matcher(value).replaceAll("$1")).replaceAll("$1");
    return shorter.length() <= WIDEST ? shorter : shorter.substring(0, WIDEST - 1) + "…";
  }
}
