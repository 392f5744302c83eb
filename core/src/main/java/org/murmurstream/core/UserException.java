package org.murmurstream.core;

/**
 * Something a user can mend: the message says in one sentence what was wrong, where, and what to
 * do. Commands print it without a stack trace and end with a non-zero status.
 */
public class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
