package org.murmurstream.proof.main;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.murmurstream.core.Durations;
import org.murmurstream.core.UserException;
import org.murmurstream.proof.rig.Rig;
import org.murmurstream.proof.rig.RigReport;
import org.murmurstream.proof.rig.RowReport;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.rig.rows.Scenarios;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code murmur rig}. */
@Command(
    name = "rig",
    mixinStandardHelpOptions = true,
    description = {
      "Breaks a deployment on purpose: starts broker, registry and application in processes of their"
          + " own, uploads exams, kills, freezes, cuts and poisons, and verifies after each scenario"
          + " that every exam was answered once, and as it must be. A stub is in the model's place.",
      "Scenarios are named by their row of docs/faults.md. Everything stays on this machine.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every scenario held: nothing lost, duplicated, wrong, phantom or unexplained",
      "1:one did not; the report says which, and its directory keeps logs and data",
      "2:wrong usage"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur rig                                    the quick set, a minute or two",
      "  murmur rig --scenarios long --report target/rig     all of them",
      "  murmur rig --scenarios long --rows 1,5 --seed 7     two rows, other draws",
      "  murmur rig --soak 1h --report target/rig      does anything grow?"
    })
public final class RigCommand implements Callable<Integer> {

  private static final int MOST_JOBS = 16;

  /** Which scenarios, and for how long. */
  enum ScenarioSet {
    QUICK(1),
    LONG(4);

    private final double scale;

    ScenarioSet(double scale) {
      this.scale = scale;
    }
  }

  @Option(
      names = {"--scenarios", "--set"},
      paramLabel = "SET",
      defaultValue = "QUICK",
      description = "quick: a few rows, shortly. long: all that this machine can have.")
  private ScenarioSet set;

  @Option(
      names = "--rows",
      paramLabel = "ROW",
      split = ",",
      description = "Only scenarios of these rows.")
  private List<Integer> rows;

  @Option(
      names = "--soak",
      paramLabel = "DURATION",
      converter = SoakTime.class,
      description =
          "Instead of a set: all kinds of faults for so long, such as 30m or 1h, and whether"
              + " memory, threads, files or stores grow.")
  private Duration soak;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of everything drawn at random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "How much longer everything goes on than at least (default: 1 for quick, 4 for long).")
  private Double scale;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many scenarios are played at the same time (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work/rig",
      description = "Where deployments are made; those that held are deleted (${DEFAULT-VALUE}).")
  private Path work;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write faults-report.md and faults-report.json to DIR.")
  private Path report;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<Scenario> scenarios = scenarios();
    if (jobs < 1 || jobs > MOST_JOBS) {
      throw new UserException("--jobs must be 1 to %d, not %d.".formatted(MOST_JOBS, jobs));
    }
    List<RowReport> sofar = new ArrayList<>();
    List<RowReport> all =
        new Rig(runtime(), work.toAbsolutePath(), scale == null ? set.scale : scale)
            .play(
                scenarios,
                seed,
                jobs,
                row -> {
                  sofar.add(row);
                  tell(row);
                  write(report(sofar));
                });
    write(report(all));
    return report(all).held() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void write(RigReport written) {
    if (report != null) {
      written.write(report);
    }
  }

  private List<Scenario> scenarios() {
    if (soak != null) {
      return List.of(Scenarios.soak(soak));
    }
    List<Scenario> scenarios = set == ScenarioSet.QUICK ? Scenarios.quick() : Scenarios.all();
    if (rows != null) {
      scenarios = Scenarios.ofRows(scenarios, new TreeSet<>(rows));
    }
    if (scenarios.isEmpty()) {
      throw new UserException(
          "--rows: no scenario of this set is of these rows; docs/faults.md has them.");
    }
    return scenarios;
  }

  private RigReport report(List<RowReport> played) {
    return new RigReport(set.name().toLowerCase(Locale.ROOT), seed, version(), machine(), played);
  }

  private void tell(RowReport row) {
    var err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%-28s %s  %s  %d exams, recovery %.1f s at most, %.0f s%n",
        row.name(),
        !row.played() ? "not played" : row.held() ? "held" : "BROKEN",
        row.counts(),
        row.exams(),
        row.recovery().maxSeconds(),
        row.seconds());
    row.failures().forEach(failure -> err.println("    " + failure));
    if (!row.played()) {
      err.println("    " + row.skipped());
    }
    err.flush();
  }

  /** At least ten minutes: stores reach what they hold in the long run after three. */
  private static final class SoakTime implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
      try {
        Duration duration = Durations.parse(text);
        if (duration.compareTo(Duration.ofMinutes(10)) >= 0) {
          return duration;
        }
      } catch (IllegalArgumentException e) {
        // told below
      }
      throw new TypeConversionException(
          "'%s' is not a duration of at least 10m, such as 1h".formatted(text));
    }
  }

  private static JavaRuntime runtime() {
    return new JavaRuntime(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"));
  }

  private static String version() {
    String version = RigCommand.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private static String machine() {
    return "%d cores, Java %s, %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            System.getProperty("os.name"));
  }
}
