package org.murmurstream.proof.rig.ear;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What goes wrong with an ear, whatever it hears.
 *
 * @param atBatch number of the batch at which it does, from 1; 0 for never
 * @param hang how long that batch hangs; empty if memory runs out instead
 */
public record EarTrouble(int atBatch, Optional<Duration> hang) {

  public static final EarTrouble NONE = new EarTrouble(0, Optional.empty());

  private static final String AT = "ear.trouble.at";
  private static final String HANG = "ear.hang.seconds";

  /** Takes what is said of an ear out of settings, and leaves the others. */
  public static EarTrouble takenFrom(Map<String, String> values) {
    String at = values.remove(AT);
    Optional<Duration> hang =
        Optional.ofNullable(values.remove(HANG)).map(Long::parseLong).map(Duration::ofSeconds);
    return at == null ? NONE : new EarTrouble(Integer.parseInt(at), hang);
  }

  /** As settings. */
  public Map<String, String> settings() {
    return hang.isPresent()
        ? Map.of(AT, Integer.toString(atBatch), HANG, Long.toString(hang.get().toSeconds()))
        : Map.of(AT, Integer.toString(atBatch));
  }
}
