package org.murmurstream.trainer.stress;

import java.util.List;
import java.util.Optional;
import org.murmurstream.data.sound.Circumstance;

/**
 * What became of verdicts.
 *
 * @param asRecorded on recordings as they are; nothing changes
 * @param circumstances in the order of the trial
 * @param devices through one random device for each patient, if that was tried
 */
public record StressResult(Effect asRecorded, List<Row> circumstances, Optional<Devices> devices) {

  public StressResult {
    circumstances = List.copyOf(circumstances);
  }

  /** What one circumstance did. */
  public record Row(Circumstance circumstance, Effect effect) {}

  /** What the devices of a seed did. */
  public record Devices(long seed, Effect effect) {}
}
