package org.murmurstream.data.circor;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which patient ids are one person: links hold both ways and through others. A person is named by
 * the smallest of its ids, the shorter before the longer, so that the name does not depend on which
 * of its rows come first.
 */
final class Subjects {

  static final Comparator<String> SMALLEST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Map<String, String> parents = new HashMap<>();

  void link(String one, String other) {
    String a = of(one);
    String b = of(other);
    if (SMALLEST.compare(a, b) < 0) {
      parents.put(b, a);
    } else if (!a.equals(b)) {
      parents.put(a, b);
    }
  }

  String of(String patientId) {
    String subject = patientId;
    while (parents.containsKey(subject)) {
      subject = parents.get(subject);
    }
    return subject;
  }
}
