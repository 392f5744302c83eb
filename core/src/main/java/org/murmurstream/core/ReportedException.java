package org.murmurstream.core;

/**
 * What ends a program after the log has told of it where it happened: the message is a sentence for
 * whoever starts the program again, and whoever catches it need not log it once more.
 */
public class ReportedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ReportedException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
