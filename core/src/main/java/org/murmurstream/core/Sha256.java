package org.murmurstream.core;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names things by their content: SHA-256, mostly as 64 lower-case hexadecimal digits. */
public final class Sha256 {

  private Sha256() {}

  /** Something that can write itself, again and again, as the same bytes. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream sink) throws IOException;
  }

  /** Of a file. */
  public static String of(Path file) throws IOException {
    return of(sink -> Files.copy(file, sink));
  }

  /** Of bytes. */
  public static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  /** Of text, in UTF-8. */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of all that is written. */
  public static String of(Content content) throws IOException {
    MessageDigest digest = digest();
    try (var sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      content.writeTo(sink);
    }
    return hex(digest.digest());
  }

  /** A digest of nothing yet, to be fed piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
