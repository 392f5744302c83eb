package org.murmurstream.trainer.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.committee.DecisionCrossValidation;
import org.murmurstream.trainer.committee.DecisionRecord;
import org.murmurstream.trainer.committee.DecisionReport;
import org.murmurstream.trainer.committee.DistortedEvidence;
import org.murmurstream.trainer.committee.EvidenceReader;
import org.murmurstream.trainer.committee.FittedDecision;
import org.murmurstream.trainer.committee.LabelledEvidence;
import org.murmurstream.trainer.committee.OtherRules;
import org.murmurstream.trainer.frames.Draws;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.EvaluatedPatient;
import org.murmurstream.trainer.result.Evaluation;
import org.murmurstream.trainer.result.PatientDecision;
import org.murmurstream.trainer.result.ReportFolder;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.result.TrainingCurves;
import org.murmurstream.trainer.run.CodeVersion;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

/**
 * Fits beat classifiers and the decision on a patient on the held-out outputs of finished runs.
 *
 * @param data the recordings and findings that the runs were trained on
 * @param runs folders of finished runs over the same folds, at least one
 * @param target where the decision is written
 * @param features where spectrograms are kept
 * @param rule from probabilities to a class
 * @param doubts what flags make of it
 * @param draws distortions of each patient's recordings to fit on as well
 * @param workers threads that score distorted recordings
 * @param decisionFolds number of folds drawn for the decision; empty for those of the networks
 * @param progress told of patients read and of fits
 * @param complaints told in a sentence why the report has no pictures, if it has none
 */
public record DecideStep(
    Path data,
    List<Path> runs,
    RunFolder target,
    Path features,
    DecisionRule rule,
    Doubts doubts,
    OptionalInt decisionFolds,
    int draws,
    int workers,
    ProgressWatch progress,
    Consumer<String> complaints)
    implements Step {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.AUTO);

  public DecideStep {
    runs = List.copyOf(runs);
  }

  /**
   * What was fitted.
   *
   * @param record on what, and how good it is
   * @param otherwise how good the same probabilities are by other rules and policies, for people
   */
  public record Outcome(DecisionRecord record, List<String> otherwise) {}

  @Override
  public String name() {
    return "decide";
  }

  /**
   * On the very networks and as many draws, by the rule, doubts and version of the program that it
   * tells.
   */
  @Override
  public boolean isFinished() throws IOException {
    if (!Files.exists(target.decision())) {
      return false;
    }
    DecisionRecord record = FittedDecision.read(target.path()).record();
    return record.rule().equals(rule)
        && doubts.equals(record.doubts())
        && Integer.valueOf(draws).equals(record.draws())
        && record.code().equals(CodeVersion.ofThisProgram())
        && record.networks().equals(networks(FinishedRun.open(runs)));
  }

  @Override
  public void run() throws IOException {
    decide();
  }

  /**
   * Fits and judges, and writes decisions, fits and a report.
   *
   * @throws UserException if a run is not finished or knows other patients
   */
  public Outcome decide() throws IOException {
    List<FinishedRun> finished = FinishedRun.open(runs);
    List<LabelledEvidence> recordings;
    int folds;
    try (var frontEnd = FrontEnd.open(FrameSettings.FRONT_END, TORCH)) {
      var heard = new EvidenceReader(finished, new FeatureStore(features, frontEnd));
      folds = heard.folds();
      recordings = heard.read(CircorFolder.open(data), progress);
    }
    List<List<LabelledEvidence>> distorted =
        new DistortedEvidence(
                finished,
                FrameSettings.FRONT_END,
                new Draws(Draws.TO_DECIDE.config(), draws),
                target.distorted(),
                TORCH,
                workers)
            .of(CircorFolder.open(data), progress);
    DecisionCrossValidation.Result result =
        DecisionCrossValidation.standard(decisionFolds, rule, doubts)
            .run(recordings, distorted, folds, progress);
    var report = new DecisionReport(rule, doubts, result.patients(), result.beats());
    target.create();
    Files.deleteIfExists(target.decision()); // what follows does not belong to it
    DecisionTable.writeHeldOut(
        target.decisions(), result.patients(), DecisionTable.reasons(ScoredPatient::decision));
    new ReportFolder(target.report())
        .write(
            evaluation(result.patients()),
            data.toAbsolutePath().normalize().getFileName().toString(),
            TrainingCurves.read(runs.get(0)))
        .ifPresent(complaints);
    DecisionRecord record = report.record(networks(finished), draws);
    FittedDecision.of(record, result).write(target.path());
    return new Outcome(record, OtherRules.lines(result, doubts));
  }

  private static List<List<String>> networks(List<FinishedRun> runs) throws IOException {
    var networks = new ArrayList<List<String>>();
    for (int fold = 0; fold < runs.get(0).folds().count(); fold++) {
      var ofFold = new ArrayList<String>();
      for (FinishedRun run : runs) {
        ofFold.add(run.fold(fold).digest());
      }
      networks.add(ofFold);
    }
    return networks;
  }

  /** On what the table keeps, so that whoever scores the table finds the same figures. */
  private Evaluation evaluation(List<ScoredPatient> patients) {
    List<PatientDecision> decisions =
        patients.stream()
            .map(ScoredPatient::decision)
            .sorted(Comparator.comparing(PatientDecision::patientId))
            .map(DecisionTable::rounded)
            .toList();
    CircorRecordings recordings = CircorRecordings.find(data);
    CircorFindings findings = CircorFindings.of(recordings);
    return new Evaluation(
        "Held-out decisions of " + target.path().toAbsolutePath().getFileName(),
        Optional.empty(),
        Optional.of(rule),
        decisions,
        EvaluatedPatient.of(decisions, recordings, findings));
  }
}
