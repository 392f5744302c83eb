package org.murmurstream.sim.fetch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.murmurstream.core.UserException;

/** The list of a data set's files with their SHA-256, {@code SHA256SUMS.txt}. */
final class FileList {

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})\\s+\\*?(\\S.*)");

  private FileList() {}

  /**
   * Reads such a list.
   *
   * @return digests by path within the data set, in the order of the list
   * @throws UserException if a line is none, or a path would lead out of the data set
   */
  static Map<String, String> parse(String text) {
    Map<String, String> digests = new LinkedHashMap<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      Matcher matcher = LINE.matcher(line.strip());
      if (!matcher.matches() || leadsOut(matcher.group(2))) {
        throw new UserException("What the server sent as SHA256SUMS.txt is no list of checksums.");
      }
      digests.put(matcher.group(2), matcher.group(1));
    }
    return digests;
  }

  private static boolean leadsOut(String path) {
    return path.startsWith("/")
        || path.contains("\\")
        || List.of(path.split("/", -1)).contains("..");
  }
}
