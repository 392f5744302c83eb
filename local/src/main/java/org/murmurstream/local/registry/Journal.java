package org.murmurstream.local.registry;

import java.util.Optional;

/** Where changes are kept. Each method returns when the change is safe, or throws. */
interface Journal {

  void put(SchemaVersion version);

  void remove(String subject, int version);

  /**
   * Sets a compatibility level.
   *
   * @param subject empty for the level of all subjects without their own
   * @param level empty to take the subject's own level back
   */
  void level(Optional<String> subject, Optional<Compatibility> level);
}
