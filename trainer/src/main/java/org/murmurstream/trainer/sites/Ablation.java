package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.PatientRule;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.engine.TorchOptions;

/**
 * What each part of the classifier is good for: the same folds and seeds with it and without, and
 * with a classifier of segments beside it.
 */
public final class Ablation {

  private static final String OURS = "M2DTransformer (ours)";

  private final Map<String, ClassifierCrossValidation> variants = new LinkedHashMap<>();
  private final SegmentSettings segments;
  private final double lambda;
  private final TorchOptions torch;

  /** Decisions by row of the table, then by seed. */
  private final Map<String, Map<Long, Decisions>> decisions = new LinkedHashMap<>();

  /**
   * @param folder the run's
   * @param settings of the whole classifier
   * @param lambda its share in the ensemble, 0 to 1
   */
  public Ablation(
      Path folder,
      ClassifierSettings settings,
      SegmentSettings segments,
      double lambda,
      TorchOptions torch,
      TrainingProgress progress) {
    this.segments = segments;
    this.lambda = lambda;
    this.torch = torch;
    Map<String, ClassifierSettings> changed = new LinkedHashMap<>();
    changed.put("ours", settings);
    changed.put("no-distillation", settings.withoutDistillation());
    changed.put("single-head", settings.withSingleHead());
    List<String> titles = List.of(OURS, "Ablation: no distillation", "Ablation: single head");
    int next = 0;
    for (var variant : changed.entrySet()) {
      variants.put(
          titles.get(next++),
          new ClassifierCrossValidation(
              folder.resolve(variant.getKey()), variant.getValue(), false, torch, progress));
    }
  }

  /** Trains everything on a fold with one seed, unless that was done before. */
  public void run(Fold fold, long seed) throws IOException {
    var ours = new LinkedHashMap<String, Prediction>();
    for (var variant : variants.entrySet()) {
      for (Prediction prediction : variant.getValue().run(fold, seed)) {
        add(variant.getKey(), seed, prediction.patient().label(), prediction.decision());
        if (variant.getKey().equals(OURS)) {
          ours.put(prediction.patient().patientId(), prediction);
        }
      }
    }
    SegmentClassifier classifier =
        SegmentClassifier.fit(
            fold.patients(Split.Subset.TRAIN),
            fold.patients(Split.Subset.VALID),
            segments,
            seed,
            torch);
    for (EmbeddedPatient patient : fold.patients(Split.Subset.TEST)) {
      List<Probabilities> recordings =
          patient.recordings().stream()
              .map(recording -> classifier.recording(recording.windows()))
              .toList();
      add(patient, recordings, ours.get(patient.patient().patientId()).probabilities(), seed);
    }
  }

  /** The table, once every fold was run with every seed. */
  public AblationTable finish() throws IOException {
    for (ClassifierCrossValidation variant : variants.values()) {
      variant.finish();
    }
    var rows = new ArrayList<AblationTable.Row>();
    decisions.forEach(
        (name, seeds) ->
            rows.add(
                new AblationTable.Row(
                    name, seeds.values().stream().map(Decisions::score).toList())));
    return new AblationTable(rows);
  }

  private void add(
      EmbeddedPatient patient, List<Probabilities> recordings, Probabilities ours, long seed) {
    MurmurClass label = patient.patient().label();
    Probabilities mean = Mixture.mean(recordings);
    List<Probabilities> fused =
        recordings.stream().map(recording -> Mixture.of(lambda, ours, recording)).toList();
    add("Ensemble (ours + M2D representation)", seed, label, PatientRule.MEAN.decide(fused));
    add("Ensemble, any recording Present", seed, label, PatientRule.ANY_PRESENT.decide(fused));
    add("M2D representation alone, mean", seed, label, PatientRule.MEAN.decide(List.of(mean)));
    add(
        "M2D representation alone, any recording Present",
        seed,
        label,
        PatientRule.ANY_PRESENT.decide(recordings));
  }

  private void add(String row, long seed, MurmurClass label, MurmurClass decision) {
    decisions
        .computeIfAbsent(row, name -> new TreeMap<>())
        .computeIfAbsent(seed, s -> new Decisions(new ArrayList<>(), new ArrayList<>()))
        .add(label, decision);
  }

  /** Labels and decisions, patient by patient. */
  private record Decisions(List<MurmurClass> labels, List<MurmurClass> decided) {

    void add(MurmurClass label, MurmurClass decision) {
      labels.add(label);
      decided.add(decision);
    }

    Score score() {
      return Score.of(labels, decided);
    }
  }
}
