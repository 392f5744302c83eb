package org.murmurstream.benchmarks.main;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.murmurstream.benchmarks.Bench;
import org.murmurstream.benchmarks.BenchListener;
import org.murmurstream.benchmarks.BenchPlan;
import org.murmurstream.benchmarks.VitBase;
import org.murmurstream.benchmarks.fork.Model;
import org.murmurstream.benchmarks.result.BenchFolder;
import org.murmurstream.benchmarks.result.BenchReport;
import org.murmurstream.benchmarks.result.BenchStage;
import org.murmurstream.benchmarks.result.StageRun;
import org.murmurstream.console.Progress;
import org.murmurstream.console.Version;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.kafka.ClientVersion;
import org.murmurstream.model.bundle.Bundles;
import org.murmurstream.model.main.BundleOption;
import org.murmurstream.proof.rig.deployment.Folder;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.sim.synthetic.ClassMix;
import org.murmurstream.sim.synthetic.SyntheticHearts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code murmur bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what each part costs: reads the same exams as bare bytes, writes them again exactly"
          + " once, runs the application on them with a free model and with a real one, and hears"
          + " them without Kafka; tells the ratios between these, each with its bound.",
      "Every stage is a process of its own; all are run once, then again, so that other load meets"
          + " them alike. Everything stays on this machine. 'docs/performance.md' explains the"
          + " figures.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all was measured, whether the ratios keep to their bounds or not",
      "1:something failed; the message says where its log is",
      "2:wrong usage or input"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  murmur bench                                synthetic exams, some minutes",
      "  murmur bench --data circor --exams 200 --busy --report target/bench",
      "  murmur bench --bundle stub --rounds 1       without a model, a minute",
      "  murmur bench --vit-base --exams 10          with the largest encoder, too"
    })
public final class BenchCommand implements Callable<Integer> {

  private static final long SEED = 1;
  private static final int MOST_EXAMS = 100_000;
  private static final int MOST_ROUNDS = 100;
  private static final int MOST_INSTANCES = 3;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Recordings in the layout of the CirCor data set (default: synthetic hearts, as 'murmur"
              + " synth' makes them).")
  private Path data;

  @Option(
      names = "--exams",
      paramLabel = "N",
      defaultValue = "60",
      description = "How many exams, the first of the folder (default: ${DEFAULT-VALUE}).")
  private int exams;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each stage is run (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private BundleOption bundle;

  @Option(
      names = "--vit-base",
      description = "Measure a ViT-base of random weights, too: some 30 times heavier.")
  private boolean vitBase;

  @Option(
      names = "--busy",
      description = "Measure the model, too, while another program keeps every core busy.")
  private boolean busy;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Measure 1 to N instances that share the work, too, each with one ear; at most 3, and one"
              + " a core (default: ${DEFAULT-VALUE}, which leaves that out).")
  private int instances;

  @Option(
      names = "--demo",
      description = "Time 'murmur demo', too, from its start to its first verdict.")
  private boolean demo;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work/bench",
      description =
          "Where the broker's data, stores and logs are made; deleted at the end unless something"
              + " failed (default: ${DEFAULT-VALUE}).")
  private Path work;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every figure of every round to FILE.")
  private Path json;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write bench.md, bench.json and a plot to DIR.")
  private Path report;

  @Spec private CommandSpec spec;

  private final List<String> options;

  /** Measures JVMs of the same options as this one. */
  public BenchCommand() {
    this(ownOptions());
  }

  /**
   * @param options of the JVMs that are measured
   */
  BenchCommand(List<String> options) {
    this.options = List.copyOf(options);
  }

  @Override
  public Integer call() throws Exception {
    require("--exams", exams, MOST_EXAMS);
    require("--rounds", rounds, MOST_ROUNDS);
    require("--instances", instances, MOST_INSTANCES);
    Path directory = work.toAbsolutePath();
    if (Files.exists(directory)) {
      throw new UserException(
          "%s is there already, from a run that failed or is at work: delete it, or name another"
                  .formatted(work)
              + " with --work.");
    }
    Optional<Model> model =
        bundle.folder().equals(Optional.of(Path.of(HashEar.NAME)))
            ? Optional.empty()
            : Optional.of(Model.of(bundle.folder().map(BenchCommand::absolute)));
    List<String> about = new ArrayList<>(List.of(machine(), versions()));
    String before = load();
    BenchPlan plan = plan(directory, model);
    about.add(
        "%d exams of %s; %s"
            .formatted(
                plan.patients().size(),
                data == null ? "synthetic hearts" : data,
                model.map(one -> "model " + one.name()).orElse("no model")));
    var bench = new Bench(runtime(), options, directory, plan, new Teller(plan));
    var rows = bench.run();
    about.add(
        "Load of the machine (1, 5, 15 minutes): %s before, %s after".formatted(before, load()));
    var measured = new BenchReport(about, rows);
    write(measured);
    measured.lines().forEach(spec.commandLine().getOut()::println);
    new Folder(directory).delete();
    return ExitCode.OK;
  }

  private void write(BenchReport measured) {
    if (json != null) {
      try {
        Files.writeString(json, measured.json() + "\n");
      } catch (IOException e) {
        throw new UserException("%s cannot be written: %s".formatted(json, e.getMessage()), e);
      }
    }
    if (report != null) {
      new BenchFolder(report)
          .write(measured)
          .ifPresent(line -> spec.commandLine().getErr().println("murmur: " + line));
    }
  }

  private BenchPlan plan(Path directory, Optional<Model> model) throws IOException {
    Files.createDirectories(directory);
    Path folder = data == null ? synthetic(directory.resolve("hearts")) : absolute(data);
    List<String> patients = CircorFolder.open(folder).patientIds().stream().limit(exams).toList();
    return new BenchPlan(
        folder,
        patients,
        rounds,
        model,
        vitBase ? Optional.of(VitBase.write(directory.resolve("vit-base"))) : Optional.empty(),
        busy,
        Math.min(instances, Runtime.getRuntime().availableProcessors()),
        demo ? Optional.of(program()) : Optional.empty());
  }

  private Path synthetic(Path folder) throws IOException {
    var hearts = new SyntheticHearts(exams, SEED, ClassMix.REALISTIC);
    try (Progress progress = Progress.of("Exams", exams)) {
      new CircorWriter(folder).write(hearts, patientId -> progress.step());
    }
    return folder;
  }

  /** The program that this command belongs to. */
  private String program() {
    if (!spec.root().subcommands().containsKey("demo")) {
      throw new UserException("--demo: this program has no demo; 'murmur bench' has.");
    }
    return spec.root().userObject().getClass().getName();
  }

  /** Every stage, on standard error. */
  private final class Teller implements BenchListener {

    private final BenchPlan plan;
    private int done;

    Teller(BenchPlan plan) {
      this.plan = plan;
    }

    @Override
    public void begins(int round, BenchStage stage) {
      done++;
      tell("%d of %d  %s ...".formatted(done, plan.rounds() * plan.stages().size(), stage.title()));
    }

    @Override
    public void ended(int round, BenchStage stage, StageRun run) {
      tell(
          String.format(
              Locale.ROOT,
              "    round %d: started in %.1f s, took %.1f s, CPU %.1f s",
              round,
              run.startSeconds(),
              run.wallSeconds(),
              run.cpu().workSeconds()));
    }

    private void tell(String line) {
      spec.commandLine().getErr().println(line);
      spec.commandLine().getErr().flush();
    }
  }

  private static void require(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new UserException("%s must be 1 to %d, not %d.".formatted(option, most, value));
    }
  }

  private static Path absolute(Path path) {
    return path.equals(Path.of(Bundles.UNTRAINED)) ? path : path.toAbsolutePath();
  }

  private static JavaRuntime runtime() {
    return new JavaRuntime(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"));
  }

  /** Those of this JVM: what is measured runs as this program does. */
  private static List<String> ownOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
        .toList();
  }

  private static String machine() throws IOException {
    return "%s, %d cores, %s"
        .formatted(
            proc("cpuinfo", "model name"),
            Runtime.getRuntime().availableProcessors(),
            proc("meminfo", "MemTotal"));
  }

  private static String versions() {
    return "murmur-stream %s, Kafka %s, Java %s, %s %s"
        .formatted(
            Version.current(),
            ClientVersion.get(),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.version"));
  }

  private static String load() throws IOException {
    Path file = Path.of("/proc/loadavg");
    return Files.exists(file)
        ? String.join(", ", List.of(Files.readString(file).split(" ")).subList(0, 3))
        : "unknown";
  }

  private static String proc(String file, String name) throws IOException {
    Path path = Path.of("/proc", file);
    if (!Files.exists(path)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
