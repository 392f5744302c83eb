package org.murmurstream.trainer.sites;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.metrics.PatientRule;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.result.Score;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.Seeds;

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
  private final Map<String, Map<Long, List<ScoredPatient>>> decisions = new LinkedHashMap<>();

  /**
   * @param folder the run's
   * @param settings of the whole classifier
   * @param lambda its share in the ensemble, 0 to 1
   */
  public Ablation(
      RunFolder folder,
      ClassifierSettings settings,
      SegmentSettings segments,
      double lambda,
      TorchOptions torch,
      ProgressWatch progress) {
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
              folder.variant(variant.getKey()), variant.getValue(), false, torch, progress));
    }
  }

  /** Trains everything on a fold with one seed, unless that was done before. */
  public void run(Fold fold, long seed) throws IOException {
    var ours = new LinkedHashMap<String, ScoredPatient>();
    for (var variant : variants.entrySet()) {
      for (ScoredPatient prediction : variant.getValue().run(fold, seed)) {
        add(variant.getKey(), seed, prediction);
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
            Seeds.ofFold(seed, fold.number()),
            torch);
    for (EmbeddedPatient patient : fold.patients(Split.Subset.TEST)) {
      List<Probabilities> recordings =
          patient.recordings().stream()
              .map(recording -> classifier.recording(recording.windows()))
              .toList();
      add(recordings, ours.get(patient.patient().patientId()), seed);
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
            rows.add(new AblationTable.Row(name, seeds.values().stream().map(Score::of).toList())));
    return new AblationTable(rows);
  }

  private void add(List<Probabilities> recordings, ScoredPatient ours, long seed) {
    List<Probabilities> fused =
        recordings.stream().map(recording -> fused(ours.probabilities(), recording)).toList();
    add("Ensemble (ours + M2D representation)", seed, by(PatientRule.MEAN, ours, fused));
    add("Ensemble, any recording Present", seed, by(PatientRule.ANY_PRESENT, ours, fused));
    Probabilities mean = Probabilities.mean(recordings);
    add("M2D representation alone, mean", seed, by(PatientRule.MEAN, ours, List.of(mean)));
    add(
        "M2D representation alone, any recording Present",
        seed,
        by(PatientRule.ANY_PRESENT, ours, recordings));
  }

  private Probabilities fused(Probabilities ours, Probabilities other) {
    return new Probabilities(
        lambda * ours.present() + (1 - lambda) * other.present(),
        lambda * ours.unknown() + (1 - lambda) * other.unknown(),
        lambda * ours.absent() + (1 - lambda) * other.absent());
  }

  private void add(String row, long seed, ScoredPatient patient) {
    decisions
        .computeIfAbsent(row, name -> new TreeMap<>())
        .computeIfAbsent(seed, s -> new ArrayList<>())
        .add(patient);
  }

  /** The same patient as decided by a rule over recordings. */
  private static ScoredPatient by(
      PatientRule rule, ScoredPatient patient, List<Probabilities> recordings) {
    return ScoredPatient.heldOut(
        patient.patient(),
        patient.decision().fold().orElseThrow(),
        rule.decide(recordings),
        Probabilities.mean(recordings));
  }
}
