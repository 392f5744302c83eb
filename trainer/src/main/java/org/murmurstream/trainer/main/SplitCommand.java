package org.murmurstream.trainer.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.data.split.Folds;
import org.murmurstream.data.split.Split;
import org.murmurstream.trainer.main.options.DataOption;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur split}. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    description = {
      "Draws folds or subsets of a data set: all patient ids of one person on the same side, each"
          + " class spread evenly, the same for the same seed.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur split --data hearts --folds 3 --out folds.csv",
      "  murmur split --data hearts --subset train:0.65,valid:0.1,test:0.25 --out split.csv"
    })
public final class SplitCommand implements Callable<Integer> {

  @Mixin private DataOption data;

  @ArgGroup(multiplicity = "1")
  private Kind kind;

  /** What is drawn. */
  static final class Kind {

    @Option(
        names = "--folds",
        paramLabel = "N",
        required = true,
        description = "So many folds: patient_id,fold, counted from 0.")
    private Integer folds;

    @Option(
        names = "--subset",
        paramLabel = "NAME:SHARE",
        split = ",",
        required = true,
        description = "Subsets and their shares, which sum to 1: patient_id,subset.")
    private List<String> subsets;
  }

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the draw (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<LabelledPatient> patients = patients();
    if (Files.exists(out)) {
      throw new UserException("--out: %s is there already; name another file.".formatted(out));
    }
    Function<LabelledPatient, String> part;
    if (kind.folds != null) {
      if (kind.folds < 2) {
        throw new UserException("--folds must be at least 2, not %d".formatted(kind.folds));
      }
      Folds folds = Folds.draw(patients, kind.folds, seed);
      folds.write(out);
      part = patient -> "fold " + folds.of(patient.patientId());
    } else {
      Split subsets = Split.draw(patients, shares(), seed);
      subsets.write(out);
      part = patient -> subsets.subset(patient.patientId());
    }
    report(patients, part);
    return ExitCode.OK;
  }

  private List<LabelledPatient> patients() {
    CircorFolder folder = CircorFolder.open(data.folder());
    List<LabelledPatient> patients = new ArrayList<>();
    for (String patientId : folder.patientIds()) {
      Diagnosis diagnosis =
          folder
              .diagnosis(patientId)
              .orElseThrow(
                  () -> new UserException("%s: a patient has no finding".formatted(data.folder())));
      patients.add(LabelledPatient.of(diagnosis));
    }
    return patients;
  }

  private Map<String, Double> shares() {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String subset : kind.subsets) {
      String[] parts = subset.split(":", -1);
      try {
        if (parts.length != 2 || shares.put(parts[0], Double.valueOf(parts[1])) != null) {
          throw new NumberFormatException("not a share");
        }
      } catch (NumberFormatException e) {
        throw new UserException(
            "--subset takes NAME:SHARE, each name once, for example train:0.65; '%s' is not"
                .formatted(subset),
            e);
      }
    }
    return shares;
  }

  private void report(List<LabelledPatient> patients, Function<LabelledPatient, String> part) {
    Map<String, Map<MurmurClass, Integer>> counts = new TreeMap<>();
    for (LabelledPatient patient : patients) {
      counts
          .computeIfAbsent(part.apply(patient), name -> new TreeMap<>())
          .merge(patient.label(), 1, Integer::sum);
    }
    counts.forEach(
        (name, classes) ->
            spec.commandLine()
                .getOut()
                .println(
                    "%s: %d patients %s"
                        .formatted(
                            name, classes.values().stream().mapToInt(n -> n).sum(), classes)));
  }
}
