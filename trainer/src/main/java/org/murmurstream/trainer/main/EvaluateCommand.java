package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.murmurstream.console.Progress;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.data.cinc.Cinc2016Reference;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.bundle.Bundles;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.main.BundleOption;
import org.murmurstream.model.main.PolicyOption;
import org.murmurstream.model.main.ProcessorOption;
import org.murmurstream.trainer.committee.HeldOutEars;
import org.murmurstream.trainer.main.options.LayoutOption;
import org.murmurstream.trainer.main.options.MetricsOption;
import org.murmurstream.trainer.main.options.StressOptions;
import org.murmurstream.trainer.result.AbnormalityReport;
import org.murmurstream.trainer.result.Audience;
import org.murmurstream.trainer.result.DecisionCache;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.Ears;
import org.murmurstream.trainer.result.EvaluatedPatient;
import org.murmurstream.trainer.result.Evaluation;
import org.murmurstream.trainer.result.Measure;
import org.murmurstream.trainer.result.MetricsJson;
import org.murmurstream.trainer.result.PatientDecision;
import org.murmurstream.trainer.result.ReportFolder;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.result.TrainingCurves;
import org.murmurstream.trainer.result.Unheard;
import org.murmurstream.trainer.run.CodeVersion;
import org.murmurstream.trainer.run.Workers;
import org.murmurstream.trainer.stress.StressFolder;
import org.murmurstream.trainer.stress.StressJson;
import org.murmurstream.trainer.stress.StressReport;
import org.murmurstream.trainer.stress.StressResult;
import org.murmurstream.trainer.stress.StressTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Decides on every patient of a folder as the stream application would, without a cluster, and"
          + " scores the decisions where clinicians' findings are known. Findings are seen by"
          + " nothing but the scores, experts' marks by nothing at all.",
      "",
      "Every patient is decided on: one of whom nothing can be heard is Unknown, and why stands on"
          + " standard error.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every patient was heard, or --accept-unheard",
      "1:all is written and printed, but some patients were never heard, as their files are missing"
          + " or unreadable or the model failed; or it failed altogether",
      "2:wrong usage or input: one sentence on standard error says what to mend"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur evaluate --data circor --bundle models/heart",
      "  murmur evaluate --data circor --split split.csv --subset test --json",
      "  murmur evaluate --data recordings --predictions predictions.csv",
      "  murmur evaluate --data challenge-2016 --layout physionet-2016",
      "  murmur evaluate --data circor --stress --devices 1",
      "  murmur evaluate --data circor --decisions runs/dense/decisions.csv --report report"
    })
public final class EvaluateCommand implements Callable<Integer> {

  @Option(
      names = {"--data", "--data-root"},
      required = true,
      paramLabel = "DIR|FILE.wav",
      description =
          "Recordings named as in the CirCor data set, <id>_<site>.wav, in the folder or in folders"
              + " within; or one recording.")
  private Path data;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Table of findings (default: training_data.csv in the folder or beside the recordings, or"
              + " the lines #Murmur of the patients' texts; without either there are no scores).")
  private Path labels;

  @Option(
      names = "--split",
      paramLabel = "FILE",
      description =
          "Take only the patients of one subset of FILE (patient_id,subset); one that has no files"
              + " is Unknown (default: all patients of the folder).")
  private Path split;

  @Option(
      names = "--subset",
      paramLabel = "NAME",
      description =
          "Subset of --split to take (default: test if there is one, else validation or valid, else"
              + " the only one).")
  private String subset;

  @Mixin private BundleOption bundle;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Instead of a bundle: a finished run with its decision. Each patient is decided on by the"
              + " models of the fold that held the patient out.")
  private Path run;

  @Option(
      names = "--decisions",
      paramLabel = "FILE",
      description =
          "Score the decisions of FILE, as 'murmur decide' and --predictions write them, instead of"
              + " hearing anything.")
  private Path decisionsFile;

  @Option(
      names = "--json",
      description =
          "Print one line of JSON instead of the report. Rows of 'confusion' are decisions, columns"
              + " findings, both in the order Present, Unknown, Absent; 'patients' counts those"
              + " with and without finding; 'bundle' is the digest.")
  private boolean json;

  @Option(
      names = "--metrics",
      arity = "1..*",
      split = ",",
      paramLabel = "NAME",
      description = "Print these alone, with their intervals: ${COMPLETION-CANDIDATES}.",
      completionCandidates = MetricsOption.Names.class,
      converter = MetricsOption.Names.class)
  private List<Measure> measures = List.of();

  @Option(
      names = "--predictions",
      paramLabel = "FILE.csv",
      description =
          "Write each patient's decision, probabilities and reasons to FILE.csv. The decision is"
              + " for the class of highest probability times weight, or Unknown where a reason"
              + " casts doubt on it; the report tells the weights.")
  private Path predictions;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write metrics.json, report.md, failures.csv (what could not be heard, by patient) and"
              + " pictures to DIR.")
  private Path report;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Keep what is heard of each patient in DIR, and go on from there if begun again with the"
              + " same bundle (default: nothing is kept).")
  private Path cache;

  @Option(
      names = "--threads",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Patients heard at a time, each by a model of its own on one thread (default: one per"
              + " core, at most 4). The results are the same.")
  private int threads;

  @Option(
      names = "--accept-unheard",
      description = "End with status 0 even if some patients were never heard.")
  private boolean acceptUnheard;

  @Mixin private LayoutOption layout;

  @Mixin private StressOptions stress;

  @Mixin private PolicyOption policy;

  @Mixin private ProcessorOption processor;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    refuseContradictions();
    CircorRecordings recordings = layout.find(data);
    CircorFindings findings = layout.isOfAbnormality() ? CircorFindings.NONE : findings(recordings);
    List<String> patientIds = patientIds(recordings);
    Optional<StressTrial> trial = stress.trial();
    if (trial.isPresent()) {
      return print(
          trial.get(), subject(), recordings, stress.patients(patientIds, findings), findings);
    }
    Evaluation evaluation;
    if (decisionsFile != null) {
      evaluation =
          evaluation(
              "Decisions of " + decisionsFile.getFileName(),
              Optional.empty(),
              Optional.empty(),
              decisions(patientIds),
              recordings,
              findings);
    } else {
      Subject subject = subject();
      evaluation =
          evaluation(
              subject.name(),
              subject.digest(),
              Optional.of(subject.rule()),
              hear(subject, recordings, patientIds),
              recordings,
              findings);
    }
    say(evaluation);
    if (predictions != null) {
      DecisionTable.write(predictions, evaluation.decisions());
    }
    if (layout.isOfAbnormality()) {
      print(new AbnormalityReport(evaluation, reference()));
    } else {
      if (report != null) {
        Reports.write(report, evaluation, data, losses(), spec.commandLine().getErr());
      }
      print(evaluation);
    }
    return status(new Unheard(evaluation.decisions(), recordings));
  }

  private Cinc2016Reference reference() {
    return labels == null ? Cinc2016Reference.in(data) : Cinc2016Reference.read(labels);
  }

  private void print(AbnormalityReport abnormality) {
    abnormality.remark().ifPresent(this::warn);
    if (report != null) {
      abnormality.write(report);
    }
    List<String> lines = json ? List.of(abnormality.json()) : abnormality.lines();
    lines.forEach(spec.commandLine().getOut()::println);
  }

  /** Last of all, where it is read: what was not heard, and how the command ends. */
  private int status(Unheard unheard) {
    spec.commandLine().getOut().flush();
    unheard.sentences().forEach(this::warn);
    int patients = unheard.patients();
    if (patients == 0) {
      return ExitCode.OK;
    }
    warn(
        "%d of %d patients were NEVER HEARD and count as Unknown%s"
            .formatted(
                patients,
                unheard.decisions().size(),
                acceptUnheard
                    ? ""
                    : "; mend their files, or accept it by --accept-unheard, which ends with status"
                        + " 0"));
    return acceptUnheard ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Of the run that made the decisions, if they lie in its folder. */
  private Map<String, List<Double>> losses() {
    return decisionsFile == null
        ? Map.of()
        : TrainingCurves.read(decisionsFile.toAbsolutePath().getParent());
  }

  private void refuseContradictions() {
    if (subset != null && split == null) {
      throw new ParameterException(spec.commandLine(), "--subset needs --split");
    }
    if (run != null && bundle.folder().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--run decides by models of its own, without a --bundle");
    }
    if (decisionsFile != null && run != null) {
      throw new ParameterException(
          spec.commandLine(), "--decisions are scored as they are, without a --run");
    }
    if (decisionsFile != null && bundle.folder().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--decisions are scored as they are, without a --bundle");
    }
    if (decisionsFile != null && policy.policy().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--decisions are scored as they are, without a --policy");
    }
    if (decisionsFile != null && cache != null) {
      throw new ParameterException(
          spec.commandLine(), "--decisions are scored without hearing anything for a --cache");
    }
    if (json && !measures.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--json prints its own figures; leave out --metrics");
    }
    if (layout.isOfAbnormality() && (stress.trial().isPresent() || !measures.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "--layout physionet-2016 knows no murmurs to score by --stress, --devices or --metrics");
    }
    Optional<String> contradiction = stress.contradiction();
    if (contradiction.isPresent()) {
      throw new ParameterException(spec.commandLine(), contradiction.get());
    }
    if (stress.trial().isPresent()
        && (decisionsFile != null || predictions != null || !measures.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "--stress and --devices print tables of their own; leave out --decisions, --predictions"
              + " and --metrics");
    }
    if (threads < 0) {
      throw new ParameterException(spec.commandLine(), "--threads must not be negative");
    }
  }

  private CircorFindings findings(CircorRecordings recordings) {
    CircorFindings findings =
        labels == null ? CircorFindings.of(recordings) : CircorFindings.read(labels);
    findings.remarks().forEach(this::warn);
    return findings;
  }

  private List<String> patientIds(CircorRecordings recordings) {
    if (recordings.unrecognised() > 0) {
      warn(
          "%d wav files are not named <id>_<site>.wav and are no patient's"
              .formatted(recordings.unrecognised()));
    }
    if (split == null) {
      return recordings.patientIds();
    }
    Split subsets = Split.read(split);
    String chosen = subsets.judged(Optional.ofNullable(subset));
    Set<String> wanted = new HashSet<>(subsets.patients(chosen));
    List<String> here = recordings.patientIds().stream().filter(wanted::contains).toList();
    if (here.isEmpty()) {
      throw new UserException(
          "none of the %d patients of subset %s of %s is in %s"
              .formatted(wanted.size(), chosen, split, data));
    }
    warn(
        "subset %s of %s: %d patients, %d of them without files"
            .formatted(chosen, split, wanted.size(), wanted.size() - here.size()));
    return CircorRecordings.sorted(wanted);
  }

  private ModelBundle bundle() {
    ModelBundle chosen = Bundles.load(bundle.folder());
    if (!chosen.identity().trained()) {
      warn("%s is UNTRAINED: its decisions mean nothing".formatted(chosen.config().name()));
    }
    return chosen;
  }

  /**
   * What decides.
   *
   * @param name for people
   * @param digest of a bundle; empty for a run
   * @param rule from probabilities to a class
   * @param ears opens the ears of a thread
   * @param key tells what is heard by it from what others hear
   */
  private record Subject(
      String name,
      Optional<String> digest,
      DecisionRule rule,
      Supplier<? extends Ears> ears,
      String key) {}

  private Subject subject() throws IOException {
    var torch = new TorchOptions(1, processor.processor());
    if (run == null) {
      ModelBundle bundle = bundle();
      return new Subject(
          "%s %s".formatted(bundle.config().name(), bundle.identity().version()),
          Optional.of(bundle.identity().digest()),
          bundle.config().decision(),
          () -> Ears.all(bundle.open(torch, Precision.SINGLE, policy.policy())),
          bundle.identity().digest());
    }
    HeldOutEars.Models models = HeldOutEars.Models.of(run);
    return new Subject(
        "Held-out models of " + run.toAbsolutePath().getFileName(),
        Optional.empty(),
        models.bundles().get(0).config().decision(),
        () -> models.open(torch, policy.policy()),
        models.bundles().stream()
            .map(bundle -> bundle.identity().version())
            .collect(Collectors.joining("-")));
  }

  private List<PatientDecision> hear(
      Subject subject, CircorRecordings recordings, List<String> patientIds) {
    try (Progress progress = Progress.of("Hearing", patientIds.size())) {
      return audience(subject).hear(recordings, patientIds, progress::step);
    }
  }

  private Audience audience(Subject subject) {
    int ears = Workers.of(threads);
    return new Audience(subject.ears(), ears, cache(subject));
  }

  private int print(
      StressTrial trial,
      Subject subject,
      CircorRecordings recordings,
      List<String> patientIds,
      CircorFindings findings) {
    StressResult result;
    int all = patientIds.size() * trial.conditions();
    try (Progress progress = Progress.of("Hearing under stress", all)) {
      result = trial.run(audience(subject), recordings, patientIds, findings, progress::step);
    }
    if (json) {
      spec.commandLine().getOut().println(StressJson.line(subject.digest(), result));
    } else {
      new StressReport(subject.name(), result)
          .lines()
          .forEach(spec.commandLine().getOut()::println);
    }
    if (report != null) {
      Reports.needNoScreen();
      new StressFolder(report)
          .write(subject.name(), subject.digest(), Reports.name(data), result)
          .ifPresent(sentence -> Reports.complain(spec, sentence));
    }
    return status(new Unheard(result.decisions(), recordings));
  }

  private Optional<DecisionCache> cache(Subject subject) {
    return Optional.ofNullable(cache)
        .map(
            folder ->
                new DecisionCache(
                    folder,
                    "%s %s %s %s"
                        .formatted(
                            subject.key(),
                            CodeVersion.ofThisProgram(),
                            processor.processor(),
                            policy.policy().map(Enum::name).orElse("own"))));
  }

  /** The decisions of the file, in the order of the patients. */
  private List<PatientDecision> decisions(List<String> patientIds) {
    Map<String, PatientDecision> byPatient =
        DecisionTable.read(decisionsFile).stream()
            .collect(
                Collectors.toMap(
                    PatientDecision::patientId,
                    Function.identity(),
                    (a, b) -> a,
                    LinkedHashMap::new));
    Set<String> undecided = new TreeSet<>(patientIds);
    undecided.removeAll(byPatient.keySet());
    List<PatientDecision> decisions =
        patientIds.stream().filter(byPatient::containsKey).map(byPatient::get).toList();
    if (decisions.isEmpty()) {
      throw new UserException("%s decides on no patient of %s".formatted(decisionsFile, data));
    }
    if (!undecided.isEmpty()) {
      warn("%d patients are not in %s".formatted(undecided.size(), decisionsFile));
    }
    return decisions;
  }

  private static Evaluation evaluation(
      String model,
      Optional<String> digest,
      Optional<DecisionRule> rule,
      List<PatientDecision> decisions,
      CircorRecordings recordings,
      CircorFindings findings) {
    return new Evaluation(
        model, digest, rule, decisions, EvaluatedPatient.of(decisions, recordings, findings));
  }

  /** What whoever reads only the figures should know. */
  private void say(Evaluation evaluation) {
    int patients = evaluation.decisions().size();
    evaluation.faults().sentences(patients).forEach(this::warn);
    evaluation
        .grounds()
        .flagged()
        .ifPresent(counts -> warn("of %d patients: %s".formatted(patients, counts)));
    if (evaluation.digest().isPresent() && !evaluation.scored().isEmpty()) {
      warn(
          "scores of patients the model was trained on are no result; its card tells who they were");
    }
    int unknown = patients - evaluation.scored().size();
    if (unknown > 0 && !layout.isOfAbnormality()) {
      warn("%d of %d patients have no finding and are in no score".formatted(unknown, patients));
    }
  }

  private void print(Evaluation evaluation) {
    if (json) {
      spec.commandLine().getOut().println(MetricsJson.line(evaluation));
    } else if (!measures.isEmpty()) {
      printMeasures(evaluation.scored());
    } else {
      ReportFolder.lines(evaluation).forEach(spec.commandLine().getOut()::println);
    }
  }

  /** None where there is nobody to score, which was said before. */
  private void printMeasures(List<ScoredPatient> scored) {
    if (scored.isEmpty()) {
      return;
    }
    for (Measure measure : measures) {
      Bootstrap.Interval interval = measure.interval(scored);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%-15s %.3f [%.3f, %.3f]%n",
              measure.title(),
              interval.estimate(),
              interval.low(),
              interval.high());
    }
  }

  private void warn(String sentence) {
    spec.commandLine().getErr().println("murmur: " + sentence);
  }
}
