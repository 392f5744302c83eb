package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.Flag;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.Quantiles;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.Scrutiny;

/**
 * What decides on patients: limits of familiar sound, a regression for recordings as they were
 * made, and one for those that a flag is raised on.
 *
 * @param scrutiny the limits, from the patients of the training
 * @param clean fitted on recordings as they were made
 * @param flagged fitted on distorted recordings as well
 */
public record DecisionFit(Scrutiny scrutiny, LogisticRegression clean, LogisticRegression flagged) {

  /** Recordings as they were made and distorted ones have half of the weight each. */
  private static final double CLEAN_WEIGHT = 0.5;

  /** Of a thousand patients of the training one at either end is unfamiliar. */
  private static final double RARE = 0.001;

  /**
   * Fits all three.
   *
   * @param patients with recordings as they were made
   * @param distorted the same patients with distorted recordings, once for each draw
   */
  static DecisionFit of(
      RegressionFit regression,
      List<DecisionSample> patients,
      List<List<DecisionSample>> distorted) {
    var scrutiny = Scrutiny.of(colour(patients));
    var samples = new ArrayList<float[]>();
    var labels = new ArrayList<MurmurClass>();
    var counts = new ArrayList<Double>();
    double clean = distorted.isEmpty() ? 1 : CLEAN_WEIGHT;
    patients.forEach(patient -> add(patient, clean, samples, labels, counts));
    double each = (1 - CLEAN_WEIGHT) / distorted.size();
    distorted.forEach(draw -> draw.forEach(patient -> add(patient, each, samples, labels, counts)));
    return new DecisionFit(
        scrutiny,
        regression.fit(
            patients.stream().map(DecisionSample::features).toList(),
            patients.stream().map(DecisionSample::label).toList(),
            Collections.nCopies(patients.size(), 1.0)),
        regression.fit(samples, labels, counts));
  }

  /** What is raised on a patient. */
  List<Flag> flags(DecisionSample patient) {
    return scrutiny.flags(patient.figures());
  }

  /** What the regression says that speaks where these flags are raised. */
  Probabilities probabilities(DecisionSample patient, List<Flag> flags) {
    return Scrutiny.isDistorted(flags)
        ? flagged.probabilities(patient.flaggedFeatures())
        : clean.probabilities(patient.features());
  }

  private static void add(
      DecisionSample patient,
      double count,
      List<float[]> samples,
      List<MurmurClass> labels,
      List<Double> counts) {
    samples.add(patient.flaggedFeatures());
    labels.add(patient.label());
    counts.add(count);
  }

  private static Map<String, Scrutiny.Range> colour(List<DecisionSample> patients) {
    var colour = new LinkedHashMap<String, Scrutiny.Range>();
    for (String name : Scrutiny.COLOUR) {
      double[] medians =
          patients.stream()
              .mapToDouble(patient -> Scrutiny.median(patient.figures(), one -> one.figure(name)))
              .toArray();
      colour.put(
          name, new Scrutiny.Range(Quantiles.of(medians, RARE), Quantiles.of(medians, 1 - RARE)));
    }
    return colour;
  }
}
