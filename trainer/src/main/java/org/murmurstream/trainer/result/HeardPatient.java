package org.murmurstream.trainer.result;

import java.util.List;
import java.util.Optional;
import org.murmurstream.core.AuscultationSite;

/**
 * A patient's decision and what stood in its way.
 *
 * @param decision Unknown if nothing could be heard
 * @param unheard why nothing could be heard; empty if the model decided
 * @param faults recordings that took no part
 */
public record HeardPatient(Decision decision, Optional<String> unheard, List<Fault> faults) {

  public HeardPatient {
    faults = List.copyOf(faults);
  }

  /**
   * A recording that took no part in the decision.
   *
   * @param site where it was made
   * @param index its number among those of its site, from 0
   * @param reason such as "unreadable" or "too short"
   */
  public record Fault(AuscultationSite site, int index, String reason) {}
}
