package org.murmurstream.stream;

/**
 * More records wait for the schema registry than may be held. The stream thread fails with it and
 * nothing is skipped; start the thread again after a pause.
 */
public final class TransientFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TransientFault() {
    super("more records wait for the schema registry than are held");
  }

  /** Whether one of these is among the causes of a failure. */
  public static boolean isBehind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransientFault) {
        return true;
      }
    }
    return false;
  }
}
