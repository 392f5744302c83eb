package org.murmurstream.proof.rig.machine;

/** Words between the rig and the programs it forks. */
public final class Protocol {

  /** Said by a program that is up, with its port if it has one. */
  public static final String READY = "ready";

  /** Asked, and answered with the bytes of the heap in use after a collection. */
  public static final String HEAP = "heap";

  /** Asked for, and told into the log: what each thread does. */
  public static final String THREADS = "threads";

  private Protocol() {}
}
