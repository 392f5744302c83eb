package org.murmurstream.core;

/**
 * Which model speaks.
 *
 * @param name name of the bundle
 * @param digest SHA-256 of the bundle's content, 64 lower-case hexadecimal digits
 * @param encoderDigest SHA-256 of front end and encoder alone, likewise
 * @param trained false if the weights are seeded at random
 */
public record ModelIdentity(String name, String digest, String encoderDigest, boolean trained) {

  private static final int VERSION_DIGITS = 12;

  /** The first 12 digits of the digest. */
  public String version() {
    return digest.substring(0, VERSION_DIGITS);
  }
}
