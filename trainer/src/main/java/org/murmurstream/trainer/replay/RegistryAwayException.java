package org.murmurstream.trainer.replay;

import org.murmurstream.core.UserException;

/** A record cannot be read now, but may be later: it is not skipped. */
final class RegistryAwayException extends UserException {

  private static final long serialVersionUID = 1L;

  RegistryAwayException(Throwable cause) {
    super(
        "The schema registry does not answer as it should; once it does, the same command goes on"
            + " where this one stopped.",
        cause);
  }
}
