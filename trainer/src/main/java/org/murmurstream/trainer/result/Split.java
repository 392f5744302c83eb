package org.murmurstream.trainer.result;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;

/** Which patient is in which subset: a CSV file with {@code patient_id} and {@code subset}. */
public final class Split {

  /** Subsets that nothing is learnt from, the one to be judged by first. */
  private static final List<String> HELD_OUT = List.of("test", "validation", "valid");

  private final Path file;
  private final Map<String, String> subsets;

  private Split(Path file, Map<String, String> subsets) {
    this.file = file;
    this.subsets = subsets;
  }

  /**
   * Reads a split.
   *
   * @throws UserException if it has not the two columns, no patient, or a patient twice
   */
  public static Split read(Path file) {
    var subsets = new LinkedHashMap<String, String>();
    for (CsvRows.Row row : CsvRows.read(file)) {
      if (subsets.put(row.get("patient_id"), row.get("subset")) != null) {
        throw row.complaint("has a patient who has a row already");
      }
    }
    if (subsets.isEmpty()) {
      throw new UserException("%s names no patients; write one a line".formatted(file));
    }
    return new Split(file, subsets);
  }

  /** The names of all subsets, sorted. */
  public Set<String> names() {
    return new TreeSet<>(subsets.values());
  }

  /**
   * The subset to be judged by.
   *
   * @param wanted its name; by default {@code test}, else {@code validation} or {@code valid}, else
   *     the only one
   * @throws UserException if there is no such subset
   */
  public String subset(Optional<String> wanted) {
    Set<String> names = names();
    Optional<String> chosen =
        wanted.isPresent()
            ? wanted.filter(names::contains)
            : HELD_OUT.stream()
                .filter(names::contains)
                .findFirst()
                .or(() -> names.stream().filter(name -> names.size() == 1).findFirst());
    return chosen.orElseThrow(
        () ->
            new UserException(
                "%s has no subset %s; choose with --subset among %s"
                    .formatted(file, wanted.orElse("test"), String.join(", ", names))));
  }

  /** The patients of a subset, in the order of the file. */
  public List<String> patients(String subset) {
    return subsets.entrySet().stream()
        .filter(entry -> entry.getValue().equals(subset))
        .map(Map.Entry::getKey)
        .toList();
  }
}
