package org.murmurstream.console;

import java.io.PrintWriter;
import java.util.function.IntSupplier;

/**
 * What is said when Ctrl-C or another signal ends a command before it is done: that it was
 * interrupted, which is no failure. The JVM leaves with the signal's own status, 130 after Ctrl-C.
 */
final class Interruption {

  private final PrintWriter err;
  private final Log log;

  Interruption(PrintWriter err, Log log) {
    this.err = err;
    this.log = log;
  }

  /** Does the work of a command. */
  int during(Object command, IntSupplier work) {
    if (command instanceof Orderly) {
      return work.getAsInt();
    }
    var hook = new Thread(() -> tell(command), "murmur-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.getAsInt();
    } finally {
      Termination.removeUnlessRunning(hook);
    }
  }

  private void tell(Object command) {
    String next = command instanceof LongWork work ? "; " + work.howToGoOn() : "";
    err.println(); // a bar may stand in the line
    err.println("murmur: interrupted" + next);
    log.end(true);
  }
}
