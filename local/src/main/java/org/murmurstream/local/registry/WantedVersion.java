package org.murmurstream.local.registry;

import java.util.List;
import java.util.Optional;

/**
 * A version as a client names it.
 *
 * @param number from 1, or -1 for the latest
 */
record WantedVersion(int number) {

  private static final WantedVersion LATEST = new WantedVersion(-1);

  /**
   * @throws RegistryError if it is neither a number from 1 nor {@code latest}
   */
  static WantedVersion parse(String text) {
    if (text.equals("latest") || text.equals("-1")) {
      return LATEST;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1) {
        return new WantedVersion(number);
      }
    } catch (NumberFormatException notANumber) {
      // refused below
    }
    throw RegistryError.invalidVersion(text);
  }

  /**
   * @param versions of one subject, rising
   */
  Optional<SchemaVersion> in(List<SchemaVersion> versions) {
    if (equals(LATEST)) {
      return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }
    return versions.stream().filter(version -> version.version() == number).findFirst();
  }
}
