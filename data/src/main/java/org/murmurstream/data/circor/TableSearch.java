package org.murmurstream.data.circor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for the table of findings that belongs to recordings: {@code training_data.csv} in the
 * folder, in one of those that hold recordings or above it, or a table named as such a folder
 * beside it. That of the folder itself is taken at its word; one found by its place alone counts
 * only if it is a table of findings of some of the patients.
 *
 * @param found the table, if there is one
 * @param passedOver files that might have been it by their names, and are not
 */
record TableSearch(Optional<Path> found, List<Path> passedOver) {

  /**
   * @param folder what a user named
   * @param recordings the folders that hold recordings
   */
  static TableSearch in(Path folder, Collection<Path> recordings, Set<String> patientIds) {
    Path own = folder.resolve(CircorFolder.TABLE);
    if (Files.isRegularFile(own)) {
      return new TableSearch(Optional.of(own), List.of());
    }
    var passedOver = new ArrayList<Path>();
    for (Path place : recordings) {
      for (Path candidate : beside(place.toAbsolutePath().normalize())) {
        if (Files.isRegularFile(candidate) && !passedOver.contains(candidate)) {
          if (CircorTable.isOfAny(candidate, patientIds)) {
            return new TableSearch(Optional.of(candidate), passedOver);
          }
          passedOver.add(candidate);
        }
      }
    }
    return new TableSearch(Optional.empty(), passedOver);
  }

  /** What to tell of files that were passed over. */
  List<String> remarks() {
    return passedOver.stream()
        .map(
            file ->
                "%s is no table of findings of these patients ('%s' and '%s'), and is passed over"
                    .formatted(file, CircorSpelling.PATIENT_ID, CircorSpelling.MURMUR))
        .toList();
  }

  private static List<Path> beside(Path place) {
    var candidates = new ArrayList<Path>();
    candidates.add(place.resolve(CircorFolder.TABLE));
    if (place.getParent() != null) {
      candidates.add(place.resolveSibling(place.getFileName() + ".csv"));
      candidates.add(place.resolveSibling(CircorFolder.TABLE));
    }
    return candidates;
  }
}
