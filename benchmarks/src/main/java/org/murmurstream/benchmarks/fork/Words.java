package org.murmurstream.benchmarks.fork;

/** Words between the bench and the programs it forks, beyond those of every forked program. */
public final class Words {

  /** Asked for, and done: the work. */
  public static final String GO = "go";

  /** Said when the first record has been read. */
  public static final String BEGUN = "begun";

  /** Said when all is done. */
  public static final String DONE = "done";

  /** Asked, and answered with what the program knows of itself, as JSON. */
  public static final String FIGURES = "figures";

  private Words() {}
}
