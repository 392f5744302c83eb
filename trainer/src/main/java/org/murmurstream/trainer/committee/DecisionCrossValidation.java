package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Flag;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.ProgressWatch;

/**
 * Fits what follows the network, beat classifier and decision, and decides on every patient by
 * models that never saw it:
 *
 * <ol>
 *   <li>The beat classifier of a fold learns from the patients the fold's network was trained on,
 *       cut by that network, and hears those held out.
 *   <li>The decision on the patients of a fold is fitted on those of the other folds, from what
 *       networks and beat classifiers made of them when they were held out. These folds are those
 *       of the networks, so that a decision meets a network it was not fitted on, or are drawn.
 * </ol>
 *
 * <p>Distorted recordings take part in both; those of a patient are held out with the patient.
 *
 * @param forest how beat classifiers are fitted
 * @param regression how decisions are fitted
 * @param decisionFolds number of folds drawn for the decision; empty for those of the networks
 * @param rule from probabilities to a class
 * @param doubts what flags make of it
 */
public record DecisionCrossValidation(
    ForestFit forest,
    RegressionFit regression,
    OptionalInt decisionFolds,
    DecisionRule rule,
    Doubts doubts) {

  private static final long SEED = 1;

  /** The standard fits. */
  public static DecisionCrossValidation standard(
      OptionalInt decisionFolds, DecisionRule rule, Doubts doubts) {
    return new DecisionCrossValidation(
        ForestFit.STANDARD, RegressionFit.STANDARD, decisionFolds, rule, doubts);
  }

  /**
   * What was fitted.
   *
   * @param patients every patient as decided by models that never saw it
   * @param flags by patient id, what was raised
   * @param beats by patient id, the highest probability of a murmur that the beat classifier gives
   *     a recording; 0 if there is no beat in any
   * @param forests the beat classifier of each fold, to go with its network
   * @param heldOut the decision of each decision fold, fitted on the patients of the others
   * @param decision fitted on all patients, from their held-out evidence
   */
  public record Result(
      List<ScoredPatient> patients,
      Map<String, List<Flag>> flags,
      Map<String, Double> beats,
      List<Forest> forests,
      List<DecisionFit> heldOut,
      DecisionFit decision) {

    /** The same probabilities, decided otherwise. */
    public List<ScoredPatient> by(DecisionRule rule, Doubts doubts) {
      return patients.stream()
          .map(
              patient ->
                  ScoredPatient.heldOut(
                      patient.patient(),
                      patient.decision().fold().orElseThrow(),
                      patient.probabilities(),
                      Scrutiny.ruling(
                          rule, doubts.all(), flags.get(patient.patient().patientId()))))
          .toList();
    }
  }

  /**
   * Runs the cross-validation.
   *
   * @param recordings as they were made
   * @param distorted the same, once for each draw
   * @param folds number of folds
   * @param progress told of every fit
   */
  public Result run(
      List<LabelledEvidence> recordings,
      List<List<LabelledEvidence>> distorted,
      int folds,
      ProgressWatch progress) {
    int fits = folds + decisionFolds.orElse(folds) + 1;
    var forests = new ArrayList<Forest>();
    for (int fold = 0; fold < folds; fold++) {
      forests.add(forest(recordings, distorted, fold));
      progress.at("Fitting", fold + 1, fits, "beats");
    }
    List<DecisionSample> patients = DecisionSample.of(recordings, forests);
    List<List<DecisionSample>> others =
        distorted.stream().map(draw -> DecisionSample.of(draw, forests)).toList();
    ToIntFunction<DecisionSample> foldOf = decisionFold(patients);
    var decided = new ArrayList<ScoredPatient>();
    var flags = new LinkedHashMap<String, List<Flag>>();
    var heldOut = new ArrayList<DecisionFit>();
    for (int fold = 0; fold < decisionFolds.orElse(folds); fold++) {
      int out = fold;
      Predicate<DecisionSample> taught = p -> foldOf.applyAsInt(p) != out;
      DecisionFit decision =
          DecisionFit.of(
              regression,
              patients.stream().filter(taught).toList(),
              others.stream().map(draw -> draw.stream().filter(taught).toList()).toList());
      heldOut.add(decision);
      for (DecisionSample patient : patients.stream().filter(taught.negate()).toList()) {
        List<Flag> raised = decision.flags(patient);
        flags.put(patient.patient().patientId(), raised);
        decided.add(
            ScoredPatient.heldOut(
                patient.patient(),
                patient.fold(),
                decision.probabilities(patient, raised),
                Scrutiny.ruling(rule, doubts.all(), raised)));
      }
      progress.at("Fitting", folds + fold + 1, fits, "decisions");
    }
    Map<String, Double> beats =
        patients.stream()
            .collect(Collectors.toMap(p -> p.patient().patientId(), DecisionSample::beats));
    DecisionFit decision = DecisionFit.of(regression, patients, others);
    progress.at("Fitting", fits, fits, "");
    return new Result(decided, flags, beats, forests, heldOut, decision);
  }

  private ToIntFunction<DecisionSample> decisionFold(List<DecisionSample> all) {
    if (decisionFolds.isEmpty()) {
      return DecisionSample::fold;
    }
    List<LabelledPatient> patients = all.stream().map(DecisionSample::patient).toList();
    var drawn = Folds.draw(patients, decisionFolds.getAsInt(), SEED);
    return p -> drawn.of(p.patient().patientId());
  }

  private Forest forest(
      List<LabelledEvidence> recordings, List<List<LabelledEvidence>> distorted, int fold) {
    var samples = new ArrayList<float[]>();
    var murmur = new ArrayList<Boolean>();
    add(recordings, fold, samples, murmur);
    distorted.forEach(draw -> add(draw, fold, samples, murmur));
    // A recording and its distortions are much alike: a leaf holds as many recordings as without.
    return forest.withLeaf(forest.leaf() * (1 + distorted.size())).fit(samples, murmur);
  }

  private static void add(
      List<LabelledEvidence> recordings, int fold, List<float[]> samples, List<Boolean> murmur) {
    for (LabelledEvidence recording : recordings) {
      if (recording.fold() != fold && recording.role() != LabelledEvidence.Role.NOTHING) {
        recording
            .beats()
            .get(fold)
            .ifPresent(
                spectrum -> {
                  samples.add(spectrum.values());
                  murmur.add(recording.role() == LabelledEvidence.Role.MURMUR);
                });
      }
    }
  }
}
