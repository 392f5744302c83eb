package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.trainer.main.options.DataOption;
import org.murmurstream.trainer.result.Comparison;
import org.murmurstream.trainer.result.DecisionTable;
import org.murmurstream.trainer.result.PatientDecision;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code murmur compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Puts runs side by side that held out the same patients in the same folds: the figures of"
          + " each, mean and sample deviation over runs (of seeds, say), and the differences to the"
          + " first run, paired over subjects. Runs of 'murmur train' need a 'murmur decide' first,"
          + " those of 'murmur classify' and 'murmur finetune' nothing.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur train --data circor --run runs/seed-2 --seed 2 --folds-file runs/seed-1/folds.csv",
      "  murmur decide --data circor --run runs/seed-2",
      "  murmur compare --data circor --run runs/seed-1 --run runs/seed-2 --report runs/seeds",
      "  murmur compare --data circor --run runs/sites    the seeds of a 'murmur classify'"
    })
public final class CompareCommand implements Callable<Integer> {

  @Mixin private DataOption data;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description =
          "The folder of a run with its decisions, or of one seed of it; twice or more. Others are"
              + " compared with the first. If there is but one, its seeds are compared.")
  private List<Path> runs;

  @Option(
      names = "--other-folds",
      description =
          "Compare runs of other folds, too: each patient was held out all the same, but differences"
              + " hold the chance of the folds as well.")
  private boolean otherFolds;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write comparison.md and comparison.csv to DIR.")
  private Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    CircorRecordings recordings = CircorRecordings.find(data.folder());
    CircorFindings findings = CircorFindings.of(recordings);
    if (findings.isEmpty()) {
      throw new UserException("%s has no findings".formatted(data.folder()));
    }
    var decided = new ArrayList<Comparison.Run>();
    for (RunFolder run : compared()) {
      decided.add(new Comparison.Run(run.toString(), patients(run, findings)));
    }
    var comparison =
        new Comparison(
            decided, otherFolds ? Comparison.FoldPolicy.ANY : Comparison.FoldPolicy.SAME);
    List<String> lines = comparison.markdown();
    if (report != null) {
      Files.createDirectories(report);
      Files.write(report.resolve("comparison.md"), lines);
      Files.write(report.resolve("comparison.csv"), comparison.csv());
    }
    lines.forEach(spec.commandLine().getOut()::println);
    return ExitCode.OK;
  }

  private List<RunFolder> compared() {
    List<RunFolder> given = runs.stream().map(RunFolder::new).toList();
    List<RunFolder> compared =
        given.size() > 1
            ? given
            : given.get(0).seeds().stream().filter(seed -> seed.decided().isPresent()).toList();
    long folders = runs.stream().map(run -> run.toAbsolutePath().normalize()).distinct().count();
    if (compared.size() < 2 || folders < runs.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--run must be given twice or more, each time another folder, or once with that of a run"
              + " over several seeds");
    }
    return compared;
  }

  private List<ScoredPatient> patients(RunFolder run, CircorFindings findings) {
    Path table =
        run.decided()
            .orElseThrow(
                () ->
                    new UserException(
                        "%s has neither %s nor %s; let 'murmur decide' write the one, or 'murmur classify' or 'murmur finetune' the other first"
                            .formatted(
                                run,
                                run.decisions().getFileName(),
                                run.predictions().getFileName())));
    List<PatientDecision> decisions = DecisionTable.read(table);
    List<ScoredPatient> patients = ScoredPatient.of(decisions, findings);
    if (patients.size() < decisions.size()) {
      throw new UserException(
          "%d patients of %s have no finding in %s; give the data that the run was trained on"
              .formatted(decisions.size() - patients.size(), table, data.folder()));
    }
    return patients;
  }
}
