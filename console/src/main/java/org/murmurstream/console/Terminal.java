package org.murmurstream.console;

import org.jline.nativ.CLibrary;
import org.jline.nativ.CLibrary.WinSize;
import org.jline.nativ.JLineNativeLoader;

/** What an output of this process leads to: a terminal that can be painted on, or anything else. */
public interface Terminal {

  /** Columns of whatever has none of its own. */
  int PLAIN_COLUMNS = 100;

  /**
   * Whether lines that are there may be painted over. Not so of files and pipes, nor of terminals
   * that call themselves {@code dumb}: they are given no control characters.
   */
  boolean isLive();

  /** Characters in a row, at the moment: at least 1. */
  int columns();

  /** Where standard output leads. */
  static Terminal ofStandardOutput() {
    return of(1);
  }

  /** Where standard error leads. */
  static Terminal ofStandardError() {
    return of(2);
  }

  /** Whether the environment says that the terminal understands no control characters. */
  static boolean isDumb() {
    return "dumb".equals(System.getenv("TERM"));
  }

  private static Terminal of(int descriptor) {
    return !isDumb() && isTerminal(descriptor) ? new Screen(descriptor) : new Plain();
  }

  private static boolean isTerminal(int descriptor) {
    try {
      return JLineNativeLoader.initialize() && CLibrary.isatty(descriptor) == 1;
    } catch (LinkageError | RuntimeException e) {
      return false; // its library cannot be loaded here: better plain lines than none
    }
  }

  /** A file, a pipe, or a terminal that cannot be painted on. */
  record Plain() implements Terminal {

    @Override
    public boolean isLive() {
      return false;
    }

    @Override
    public int columns() {
      return PLAIN_COLUMNS;
    }
  }

  /**
   * A terminal that can.
   *
   * @param descriptor of the file
   */
  record Screen(int descriptor) implements Terminal {

    /** Of a terminal that does not know its own, such as a serial line. */
    private static final int COLUMNS = 80;

    @Override
    public boolean isLive() {
      return true;
    }

    @Override
    public int columns() {
      var size = new WinSize();
      boolean known = CLibrary.ioctl(descriptor, CLibrary.TIOCGWINSZ, size) == 0 && size.ws_col > 0;
      return known ? size.ws_col : COLUMNS;
    }
  }
}
