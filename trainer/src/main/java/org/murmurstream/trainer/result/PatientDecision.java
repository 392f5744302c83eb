package org.murmurstream.trainer.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.exam.Prediction;

/**
 * What was decided on a patient, by whatever model.
 *
 * @param patientId pseudonym
 * @param murmur the class decided on; Unknown if nothing could be decided
 * @param probabilities the probabilities behind it
 * @param fold the fold of a cross-validation in which the patient was held out, if that was so
 * @param alone what the model says of each used site by itself; empty if that was not kept
 * @param undecided why nothing could be decided; empty if the model decided
 * @param faults recordings that took no part
 * @param regression which regression spoke, see {@link org.murmurstream.core.Ruling}; empty if the
 *     model has one alone or that was not kept
 * @param reasons what the decision deserves care for; none if that was not kept
 */
public record PatientDecision(
    String patientId,
    MurmurClass murmur,
    Probabilities probabilities,
    OptionalInt fold,
    Map<AuscultationSite, Probabilities> alone,
    Optional<String> undecided,
    List<Fault> faults,
    Optional<String> regression,
    List<Prediction.Reason> reasons) {

  /** Why a recording took no part, or a patient has no verdict, where the model is at fault. */
  static final String MODEL_FAILURE = Fault.MODEL_FAILURE;

  /** Why a patient has no verdict of whom there is no recording at all. */
  static final String NO_RECORDING = "no recording";

  public PatientDecision {
    alone = Map.copyOf(alone);
    faults = List.copyOf(faults);
    reasons = List.copyOf(reasons);
  }

  /**
   * A recording that took no part in the decision.
   *
   * @param site where it was made
   * @param index its number among those of its site, from 0
   * @param reason such as "unreadable" or "too short"
   * @param detail what is wrong with the file, to follow its name; empty if the reason says it all
   */
  public record Fault(AuscultationSite site, int index, String reason, String detail) {

    static final String MISSING = "missing";
    static final String UNREADABLE = "unreadable";
    static final String MODEL_FAILURE = "model failure";

    /** Whether nobody listened, as opposed to a recording that was heard and is of no use. */
    boolean isUnheard() {
      return List.of(MISSING, UNREADABLE, MODEL_FAILURE).contains(reason);
    }
  }

  /** A decision of which nothing more is known. */
  public static PatientDecision of(
      String patientId, MurmurClass murmur, Probabilities probabilities, OptionalInt fold) {
    return new PatientDecision(
        patientId,
        murmur,
        probabilities,
        fold,
        Map.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  /** Nothing could be decided: certainly Unknown. */
  static PatientDecision undecided(
      String patientId, String reason, List<Fault> faults, List<Prediction.Reason> reasons) {
    return new PatientDecision(
        patientId,
        MurmurClass.UNKNOWN,
        new Probabilities(0, 1, 0),
        OptionalInt.empty(),
        Map.of(),
        Optional.of(reason),
        faults,
        Optional.empty(),
        reasons);
  }

  /** The same decision, and why it deserves care. */
  public PatientDecision because(Optional<String> ofRegression, List<Prediction.Reason> known) {
    return new PatientDecision(
        patientId, murmur, probabilities, fold, alone, undecided, faults, ofRegression, known);
  }

  /**
   * Whether the patient is called Unknown because nobody listened: there is no recording, or a file
   * is missing or unreadable or the model failed on it, and what else there is, is of no use.
   */
  public boolean isUnheard() {
    return undecided.isPresent()
        && (undecided.get().equals(NO_RECORDING)
            || undecided.get().equals(MODEL_FAILURE)
            || faults.stream().anyMatch(Fault::isUnheard));
  }

  /** Whether the model failed on the patient or on a recording. */
  boolean isModelAtFault() {
    return undecided.filter(MODEL_FAILURE::equals).isPresent()
        || faults.stream().anyMatch(fault -> fault.reason().equals(MODEL_FAILURE));
  }

  /** Of a patient: only the class is ever printed. */
  @Override
  public String toString() {
    return "PatientDecision[" + murmur + "]";
  }
}
