package org.murmurstream.core;

/** The model failed on an input. The message never holds samples or identifiers. */
public class EarException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EarException(String message) {
    super(message);
  }

  public EarException(String message, Throwable cause) {
    super(message, cause);
  }
}
