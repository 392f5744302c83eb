package org.murmurstream.stream;

/**
 * A record could not be read now, but may be read later: the schema registry is away. The stream
 * thread fails with it and nothing is skipped; start the thread again after a pause.
 */
public final class TransientFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TransientFault(Throwable cause) {
    super("the schema registry did not answer as it should", cause);
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
