package org.murmurstream.data.circor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.UserException;

/** Everything that is wrong with a folder, so that its owner hears of it at once. */
final class Problems {

  private static final int SHOWN = 10;

  private final String title;
  private final List<String> found = new ArrayList<>();

  Problems(Path folder) {
    this(folder + " is no whole CirCor data set");
  }

  private Problems(String title) {
    this.title = title;
  }

  /**
   * @param title what they come to, in words
   */
  static Problems of(String title) {
    return new Problems(title);
  }

  /**
   * @param problem a file's name and what is wrong with it
   */
  void add(String problem) {
    found.add(problem);
  }

  int count() {
    return found.size();
  }

  /**
   * @throws UserException if there is any, with the first ten
   */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(
        "%s: %d %s".formatted(title, found.size(), found.size() == 1 ? "problem" : "problems"));
    found.stream().limit(SHOWN).forEach(problem -> message.append("\n  ").append(problem));
    if (found.size() > SHOWN) {
      message.append("\n  and %d more".formatted(found.size() - SHOWN));
    }
    throw new UserException(message.toString());
  }
}
