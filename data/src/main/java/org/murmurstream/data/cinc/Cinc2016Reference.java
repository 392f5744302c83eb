package org.murmurstream.data.cinc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.murmurstream.core.UserException;
import org.murmurstream.data.CsvRows;
import org.murmurstream.data.FolderWalk;

/**
 * Which recordings of the PhysioNet/CinC Challenge 2016 are of a heart that was found abnormal:
 * {@code REFERENCE.csv}, a row a recording, its name and -1 (normal) or 1 (abnormal). Abnormal is
 * not "with a murmur": it is any disease that was diagnosed, coronary ones included.
 *
 * @param abnormal by the recording's name
 */
public record Cinc2016Reference(Map<String, Boolean> abnormal) {

  /** Nothing is known. */
  public static final Cinc2016Reference NONE = new Cinc2016Reference(Map.of());

  private static final String NAME = "REFERENCE.csv";
  private static final int DEPTH = 5;

  private static final Map<String, Boolean> CODES = Map.of("-1", false, "1", true);

  public Cinc2016Reference {
    abnormal = Map.copyOf(abnormal);
  }

  /**
   * Reads every {@code REFERENCE.csv} in a folder and in those within it; none of them if there is
   * none.
   *
   * @throws UserException if one cannot be read or makes no sense, or two contradict each other
   */
  public static Cinc2016Reference in(Path folder) {
    var abnormal = new TreeMap<String, Boolean>();
    try {
      for (Path file : FolderWalk.files(folder, DEPTH)) {
        if (file.getFileName().toString().equalsIgnoreCase(NAME)) {
          add(file, abnormal);
        }
      }
    } catch (IOException e) {
      throw new UserException("%s cannot be read: %s".formatted(folder, e), e);
    }
    return new Cinc2016Reference(abnormal);
  }

  /**
   * Reads one file.
   *
   * @throws UserException as above
   */
  public static Cinc2016Reference read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("There is no file " + file + ".");
    }
    var abnormal = new TreeMap<String, Boolean>();
    add(file, abnormal);
    return new Cinc2016Reference(abnormal);
  }

  /** Whether a recording is of a heart found abnormal; empty if nothing is known of it. */
  public Optional<Boolean> of(String recording) {
    return Optional.ofNullable(abnormal.get(recording));
  }

  private static void add(Path file, Map<String, Boolean> abnormal) {
    List<List<String>> rows = CsvRows.cells(file);
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      Boolean code = row.size() < 2 ? null : CODES.get(row.get(1));
      if (code == null && i > 0) {
        throw new UserException(
            "%s, row %d is not '<name>,-1' (normal) or '<name>,1' (abnormal)"
                .formatted(file, i + 1));
      }
      Boolean other = code == null ? null : abnormal.put(row.get(0), code);
      if (other != null && !other.equals(code)) {
        throw new UserException(
            "%s, row %d says another thing of its recording than was said before"
                .formatted(file, i + 1));
      }
    }
  }
}
