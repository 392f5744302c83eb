package org.murmurstream.model.bundle;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.murmurstream.core.Sha256;

/**
 * The SHA-256 of each file of a bundle by its name, in the format of {@code sha256sum}.
 *
 * @param byFile 64 lower-case hexadecimal digits by file name
 */
record Checksums(SortedMap<String, String> byFile) {

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([A-Za-z0-9._-]+)");

  /**
   * Reads the text of a checksum file.
   *
   * @throws IllegalArgumentException if it is not one as this class writes it
   */
  static Checksums parse(String text) {
    var byFile = new TreeMap<String, String>();
    text.lines()
        .forEach(
            line -> {
              Matcher matcher = LINE.matcher(line);
              if (!matcher.matches()) {
                throw new IllegalArgumentException("not a line of checksums: '" + line + "'");
              }
              byFile.put(matcher.group(2), matcher.group(1));
            });
    var checksums = new Checksums(byFile);
    if (!checksums.text().equals(text)) {
      throw new IllegalArgumentException("its lines are not sorted by file name");
    }
    return checksums;
  }

  /** One line per file, sorted by name. */
  String text() {
    var text = new StringBuilder();
    byFile.forEach((file, sum) -> text.append(sum).append("  ").append(file).append('\n'));
    return text.toString();
  }

  /** The SHA-256 of the text: the digest of all files together. */
  String digest() {
    return Sha256.of(text());
  }
}
