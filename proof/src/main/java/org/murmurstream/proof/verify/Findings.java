package org.murmurstream.proof.verify;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.proof.verify.Discrepancy.Kind;

/** Discrepancies as they are found. */
final class Findings {

  private final List<Discrepancy> found = new ArrayList<>();

  void add(Kind kind, Object place, String what) {
    found.add(new Discrepancy(kind, place.toString(), what));
  }

  List<Discrepancy> all() {
    return List.copyOf(found);
  }
}
