package org.murmurstream.trainer.stress;

import java.util.List;
import java.util.Optional;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.trainer.result.PatientDecision;

/**
 * What became of verdicts.
 *
 * @param decisions on recordings as they are
 * @param asRecorded on recordings as they are; nothing changes
 * @param circumstances in the order of the trial
 * @param devices through one random device for each patient, if that was tried
 */
public record StressResult(
    List<PatientDecision> decisions,
    Effect asRecorded,
    List<Row> circumstances,
    Optional<Devices> devices) {

  public StressResult {
    decisions = List.copyOf(decisions);
    circumstances = List.copyOf(circumstances);
  }

  /** What one circumstance did. */
  public record Row(Circumstance circumstance, Effect effect) {}

  /** What the devices of a seed did. */
  public record Devices(long seed, Effect effect) {}
}
