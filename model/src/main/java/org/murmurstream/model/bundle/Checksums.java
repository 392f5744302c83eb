package org.murmurstream.model.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    return of(text());
  }

  static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static String of(Path file) throws IOException {
    return of(out -> Files.copy(file, out));
  }

  /** The checksum of what a writer writes. */
  static String of(Writer writer) throws IOException {
    MessageDigest digest = sha256();
    try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      writer.writeTo(out);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Something that can write itself, again and again, as the same bytes. */
  interface Writer {
    void writeTo(OutputStream out) throws IOException;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
