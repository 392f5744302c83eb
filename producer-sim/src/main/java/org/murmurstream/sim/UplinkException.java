package org.murmurstream.sim;

/** Something could not be sent. The message never holds samples or identifiers of patients. */
public class UplinkException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UplinkException(String message, Throwable cause) {
    super(message, cause);
  }
}
