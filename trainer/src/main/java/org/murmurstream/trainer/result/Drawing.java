package org.murmurstream.trainer.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is drawn, if this machine can draw. */
@FunctionalInterface
public interface Drawing {

  /** Draws it. */
  void draw() throws IOException;

  /**
   * Draws into a folder. A machine without fonts or graphics libraries fails here in many ways,
   * most of them errors.
   *
   * @return a sentence that says why there are no pictures, if there are none
   */
  static Optional<String> attempt(Path folder, Drawing drawing) throws IOException {
    Logger log = LoggerFactory.getLogger(Drawing.class);
    try {
      drawing.draw();
      return Optional.empty();
    } catch (RuntimeException | LinkageError | InternalError e) {
      log.atWarn().setCause(e).log("no pictures");
      return Optional.of(
          "pictures could not be drawn (%s); everything else is in %s. They need fonts and Java's graphics libraries (Debian: apt-get install fontconfig fonts-dejavu-core libfreetype6)"
              .formatted(e, folder));
    }
  }
}
