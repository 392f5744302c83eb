package org.murmurstream.trainer.result;

import java.util.Map;
import java.util.OptionalInt;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;

/**
 * What was decided on a patient, by whatever model.
 *
 * @param patientId pseudonym
 * @param murmur the class decided on
 * @param probabilities the probabilities behind it
 * @param fold the fold of a cross-validation in which the patient was held out, if that was so
 * @param alone what the model says of each used site by itself; empty if that was not kept
 */
public record Decision(
    String patientId,
    MurmurClass murmur,
    Probabilities probabilities,
    OptionalInt fold,
    Map<AuscultationSite, Probabilities> alone) {

  public Decision {
    alone = Map.copyOf(alone);
  }

  /** On a patient of whom nothing could be heard: certainly Unknown. */
  static Decision unheard(String patientId) {
    return new Decision(
        patientId, MurmurClass.UNKNOWN, new Probabilities(0, 1, 0), OptionalInt.empty(), Map.of());
  }

  @Override
  public String toString() {
    return "Decision[" + murmur + "]";
  }
}
