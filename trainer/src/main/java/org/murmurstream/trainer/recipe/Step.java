package org.murmurstream.trainer.recipe;

import java.io.IOException;
import org.murmurstream.core.UserException;

/** A step on the way from recordings to a released model. */
public interface Step {

  /** What it is called: the command that does it alone. */
  String name();

  /**
   * Refuses at once what it would refuse after hours.
   *
   * @throws UserException if it cannot come to a good end
   */
  default void check() {}

  /**
   * Whether it was done before, on just what it would be done on now.
   *
   * @throws UserException if it was done on something else, and may not be done anew in its place
   */
  boolean isFinished() throws IOException;

  /** Does it, or goes on with it. */
  void run() throws IOException;
}
