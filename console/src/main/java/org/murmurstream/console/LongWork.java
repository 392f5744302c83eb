package org.murmurstream.console;

import java.util.concurrent.Callable;

/**
 * A command that may work for hours, and that goes on where it stopped when it is begun again. It
 * says at its beginning where its log is, and how to go on when it is interrupted.
 */
public interface LongWork extends Callable<Integer> {

  /** What somebody does who wants it to go on. */
  default String howToGoOn() {
    return "the same command goes on where it stopped";
  }
}
