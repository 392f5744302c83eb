package org.murmurstream.kafka.predictions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/** Holds two records of one Avro type against each other, field by field. */
final class RecordComparison {

  private final double tolerance;
  private final Set<String> ignored;

  /**
   * @param tolerance by how much numbers with a fraction may differ; those of single precision
   *     above 1 in proportion
   * @param ignored names of fields of the outermost record that may differ
   */
  RecordComparison(double tolerance, String... ignored) {
    this.tolerance = tolerance;
    this.ignored = Set.copyOf(List.of(ignored));
  }

  /** The paths of the fields that differ, in the order of the schema. */
  List<String> differences(IndexedRecord expected, IndexedRecord found) {
    List<String> paths = new ArrayList<>();
    for (Schema.Field field : expected.getSchema().getFields()) {
      if (!ignored.contains(field.name())) {
        compare(field.name(), expected.get(field.pos()), found.get(field.pos()), paths);
      }
    }
    return paths;
  }

  private void compare(String path, Object expected, Object found, List<String> paths) {
    if (expected instanceof IndexedRecord wanted && found instanceof IndexedRecord given) {
      for (Schema.Field field : wanted.getSchema().getFields()) {
        compare(path + "." + field.name(), wanted.get(field.pos()), given.get(field.pos()), paths);
      }
    } else if (expected instanceof List<?> wanted && found instanceof List<?> given) {
      if (wanted.size() != given.size()) {
        paths.add("%s (%d, not %d)".formatted(path, given.size(), wanted.size()));
        return;
      }
      for (int i = 0; i < wanted.size(); i++) {
        compare("%s[%d]".formatted(path, i), wanted.get(i), given.get(i), paths);
      }
    } else if (expected instanceof Double wanted && found instanceof Double given) {
      if (!wanted.equals(given) && !(Math.abs(wanted - given) <= tolerance)) {
        paths.add("%s (by %s)".formatted(path, size(wanted, given)));
      }
    } else if (expected instanceof Float wanted && found instanceof Float given) {
      double most = tolerance * Math.max(1, Math.abs(wanted));
      if (!wanted.equals(given) && !(Math.abs(wanted - given) <= most)) {
        paths.add("%s (by %s)".formatted(path, size(wanted, given)));
      }
    } else if (!Objects.equals(expected, found)) {
      paths.add(path);
    }
  }

  private static String size(double wanted, double given) {
    return String.format(Locale.ROOT, "%.1e", Math.abs(wanted - given));
  }
}
