package org.murmurstream.proof.rig;

/** This machine, or this user, cannot have the fault; the message says why. */
public final class CannotBeHad extends Exception {

  private static final long serialVersionUID = 1L;

  public CannotBeHad(String reason) {
    super(reason);
  }
}
