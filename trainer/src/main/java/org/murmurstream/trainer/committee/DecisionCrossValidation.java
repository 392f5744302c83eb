package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.trainer.result.ScoredPatient;

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
 * @param forest how beat classifiers are fitted
 * @param regression how decisions are fitted
 * @param decisionFolds number of folds drawn for the decision; empty for those of the networks
 * @param rule from probabilities to a class
 */
public record DecisionCrossValidation(
    ForestFit forest, RegressionFit regression, OptionalInt decisionFolds, DecisionRule rule) {

  private static final long SEED = 1;

  /** The standard fits. */
  public static DecisionCrossValidation standard(OptionalInt decisionFolds, DecisionRule rule) {
    return new DecisionCrossValidation(
        ForestFit.STANDARD, RegressionFit.STANDARD, decisionFolds, rule);
  }

  /**
   * What was fitted.
   *
   * @param patients every patient as decided by models that never saw it
   * @param beats by patient id, the highest probability of a murmur that the beat classifier gives
   *     a recording; 0 if there is no beat in any
   * @param forests the beat classifier of each fold, to go with its network
   * @param regression the decision fitted on all patients, from their held-out evidence
   */
  public record Result(
      List<ScoredPatient> patients,
      Map<String, Double> beats,
      List<Forest> forests,
      LogisticRegression regression) {}

  @SuppressWarnings("ArrayRecordComponent") // features are passed on, never compared
  private record Features(LabelledPatient patient, int fold, float[] values, double beats) {}

  /**
   * Runs the cross-validation.
   *
   * @param folds number of folds
   */
  public Result run(List<LabelledEvidence> recordings, int folds) {
    var forests = new ArrayList<Forest>();
    for (int fold = 0; fold < folds; fold++) {
      forests.add(forest(recordings, fold));
    }
    List<Features> features = features(recordings, forests);
    ToIntFunction<Features> foldOf = decisionFold(features);
    var decided = new ArrayList<ScoredPatient>();
    for (int fold = 0; fold < decisionFolds.orElse(folds); fold++) {
      int heldOut = fold;
      LogisticRegression decision =
          regression(features.stream().filter(f -> foldOf.applyAsInt(f) != heldOut).toList());
      features.stream()
          .filter(f -> foldOf.applyAsInt(f) == heldOut)
          .map(f -> decided(f, decision.probabilities(f.values())))
          .forEach(decided::add);
    }
    Map<String, Double> beats =
        features.stream().collect(Collectors.toMap(f -> f.patient().patientId(), Features::beats));
    return new Result(decided, beats, forests, regression(features));
  }

  private ScoredPatient decided(Features features, Probabilities probabilities) {
    return ScoredPatient.heldOut(
        features.patient(), features.fold(), rule.decide(probabilities), probabilities);
  }

  private ToIntFunction<Features> decisionFold(List<Features> features) {
    if (decisionFolds.isEmpty()) {
      return Features::fold;
    }
    List<LabelledPatient> patients = features.stream().map(Features::patient).toList();
    var drawn = Folds.draw(patients, decisionFolds.getAsInt(), SEED);
    return f -> drawn.of(f.patient().patientId());
  }

  private Forest forest(List<LabelledEvidence> recordings, int fold) {
    var samples = new ArrayList<float[]>();
    var murmur = new ArrayList<Boolean>();
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
    return forest.fit(samples, murmur);
  }

  private static List<Features> features(List<LabelledEvidence> recordings, List<Forest> forests) {
    var byPatient = new LinkedHashMap<LabelledPatient, List<RecordingEvidence>>();
    var foldOf = new LinkedHashMap<LabelledPatient, Integer>();
    for (LabelledEvidence recording : recordings) {
      int fold = recording.fold();
      OptionalDouble beats =
          recording.beats().get(fold).stream()
              .mapToDouble(spectrum -> forests.get(fold).probability(spectrum.values()))
              .findFirst();
      byPatient
          .computeIfAbsent(recording.patient(), patient -> new ArrayList<>())
          .add(new RecordingEvidence(recording.frames(), recording.sound(), beats));
      foldOf.put(recording.patient(), fold);
    }
    var features = new ArrayList<Features>();
    for (Map.Entry<LabelledPatient, List<RecordingEvidence>> entry : byPatient.entrySet()) {
      double highest =
          entry.getValue().stream()
              .flatMapToDouble(evidence -> evidence.beats().stream())
              .max()
              .orElse(0);
      features.add(
          new Features(
              entry.getKey(),
              foldOf.get(entry.getKey()),
              PatientFeatures.of(entry.getValue()),
              highest));
    }
    return features;
  }

  private LogisticRegression regression(List<Features> features) {
    List<float[]> samples = features.stream().map(Features::values).toList();
    List<MurmurClass> labels = features.stream().map(f -> f.patient().label()).toList();
    return regression.fit(samples, labels);
  }
}
