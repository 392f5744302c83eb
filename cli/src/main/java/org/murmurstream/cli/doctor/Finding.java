package org.murmurstream.cli.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What one look at this machine found.
 *
 * @param subject what was looked at
 * @param state how it stands
 * @param found what was found
 * @param remedy what to do about it; null if nothing need be done
 */
@JsonPropertyOrder({"subject", "state", "found", "remedy"})
@JsonInclude(Include.NON_NULL)
public record Finding(String subject, State state, String found, String remedy) {

  /** How a subject stands. */
  public enum State {
    FINE,
    /** Murmur runs, but something may be in its way. */
    CAREFUL,
    /** Murmur cannot run, or not rightly. */
    WRONG
  }

  static Finding fine(String subject, String found) {
    return new Finding(subject, State.FINE, found, null);
  }

  static Finding careful(String subject, String found, String remedy) {
    return new Finding(subject, State.CAREFUL, found, remedy);
  }

  static Finding wrong(String subject, String found, String remedy) {
    return new Finding(subject, State.WRONG, found, remedy);
  }
}
