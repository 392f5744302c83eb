package org.murmurstream.trainer.learning;

/** Training cannot go on: the loss or the gradients are not finite. */
public class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public TrainingException(String message) {
    super(message);
  }

  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
