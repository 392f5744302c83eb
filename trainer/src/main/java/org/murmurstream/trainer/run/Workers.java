package org.murmurstream.trainer.run;

/** How many threads share a piece of work. */
public final class Workers {

  private static final int MOST_BY_DEFAULT = 4;

  private Workers() {}

  /**
   * So many as were asked for, or one per core.
   *
   * @param asked 0 for one per core, at most 4
   */
  public static int of(int asked) {
    return asked > 0
        ? asked
        : Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
  }
}
