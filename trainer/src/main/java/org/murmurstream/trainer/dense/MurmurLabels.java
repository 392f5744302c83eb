package org.murmurstream.trainer.dense;

import org.murmurstream.model.MurmurClass;
import org.murmurstream.model.UserException;
import org.murmurstream.schemas.Diagnosis;

/** From a clinician's finding to the class to be learnt. */
public final class MurmurLabels {

  private MurmurLabels() {}

  /**
   * The class of a finding.
   *
   * @throws UserException if the finding is none of the three
   */
  public static MurmurClass of(Diagnosis diagnosis) {
    return switch (diagnosis.getMurmur()) {
      case PRESENT -> MurmurClass.PRESENT;
      case UNKNOWN -> MurmurClass.UNKNOWN;
      case ABSENT -> MurmurClass.ABSENT;
      default ->
          throw new UserException("a patient's murmur is neither present, absent nor unknown");
    };
  }
}
