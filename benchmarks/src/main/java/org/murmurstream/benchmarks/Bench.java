package org.murmurstream.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.benchmarks.fork.Model;
import org.murmurstream.benchmarks.fork.main.BurnProgram;
import org.murmurstream.benchmarks.fork.main.ConsumeProgram;
import org.murmurstream.benchmarks.fork.main.CopyProgram;
import org.murmurstream.benchmarks.fork.main.EvaluateProgram;
import org.murmurstream.benchmarks.result.BenchStage;
import org.murmurstream.benchmarks.result.CpuTime;
import org.murmurstream.benchmarks.result.StageRun;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.schemas.TopicCatalogue;

/**
 * Measures what each part of the work adds: the same exams lie in a topic once, and each stage does
 * more with them than one before it, in a JVM of its own. All stages are run once, then all again,
 * so that other load on the machine meets them alike.
 */
public final class Bench {

  private static final String RECORDINGS = TopicCatalogue.RECORDINGS.name();

  /** Begins the names of everything that is made on the broker. */
  private static final String PREFIX = "bench-";

  private static final Map<String, String> AT_LEAST_ONCE =
      Map.of("kafka.processing.guarantee", "at_least_once");
  private static final Map<String, String> ONE_EAR = Map.of("inference.ears", "1");

  private final JavaRuntime java;
  private final List<String> options;
  private final Path directory;
  private final BenchPlan plan;
  private final BenchListener listener;

  /**
   * @param options of every JVM that is measured
   * @param directory of all data and logs; made if missing
   */
  public Bench(
      JavaRuntime java,
      List<String> options,
      Path directory,
      BenchPlan plan,
      BenchListener listener) {
    this.java = java;
    this.options = List.copyOf(options);
    this.directory = directory;
    this.plan = plan;
    this.listener = listener;
  }

  /**
   * Measures all of it.
   *
   * @return what each stage came to, by round
   * @throws IllegalStateException if a program fails; it says where the log is
   */
  public List<Map<BenchStage, StageRun>> run() throws InterruptedException {
    ExamSource exams = CircorFolder.open(plan.data());
    List<Map<BenchStage, StageRun>> rounds = new ArrayList<>();
    try (Workbench bench = Workbench.open(java, options, directory)) {
      bench.upload(exams, plan.patients());
      for (int number = 1; number <= plan.rounds(); number++) {
        var round = new Round(bench, exams, number);
        for (BenchStage stage : plan.stages()) {
          listener.begins(number, stage);
          listener.ended(number, stage, round.play(stage));
        }
        bench.forget(PREFIX);
        rounds.add(round.runs);
      }
    }
    return rounds;
  }

  /** Each stage once. */
  private final class Round {

    private final Workbench bench;
    private final ExamSource exams;
    private final int number;
    private final Map<BenchStage, StageRun> runs = new EnumMap<>(BenchStage.class);

    Round(Workbench bench, ExamSource exams, int number) {
      this.bench = bench;
      this.exams = exams;
      this.number = number;
    }

    StageRun play(BenchStage stage) throws InterruptedException {
      StageRun run = run(stage);
      runs.put(stage, run);
      return run;
    }

    private StageRun run(BenchStage stage) throws InterruptedException {
      return switch (stage) {
        case CONSUME -> transfer(ConsumeProgram.class, List.of());
        case COPY -> {
          String copies = name(stage);
          bench.create(copies);
          yield transfer(CopyProgram.class, List.of(copies));
        }
        case FREE -> pipelines().hear(name(stage), Model.FREE, 1, Map.of());
        case RESTORE -> pipelines().restore(name(BenchStage.FREE));
        case FREE_AT_LEAST_ONCE -> pipelines().hear(name(stage), Model.FREE, 1, AT_LEAST_ONCE);
        case FREE_LATENCY -> pipelines().latency(name(stage), Model.FREE, exams, plan.patients());
        case EVALUATE -> evaluate(model());
        case PIPELINE -> pipelines().hear(name(stage), model(), 1, Map.of());
        case LATENCY -> pipelines().latency(name(stage), model(), exams, plan.patients());
        case EVALUATE_BUSY -> whileBurning(() -> evaluate(model()));
        case PIPELINE_BUSY ->
            whileBurning(() -> pipelines().hear(name(stage), model(), 1, Map.of()));
        case ONE_INSTANCE -> pipelines().hear(name(stage), model(), 1, ONE_EAR);
        case TWO_INSTANCES -> pipelines().hear(name(stage), model(), 2, ONE_EAR);
        case THREE_INSTANCES -> pipelines().hear(name(stage), model(), 3, ONE_EAR);
        case EVALUATE_VIT -> evaluate(Model.of(plan.vitBase()));
        case PIPELINE_VIT -> pipelines().hear(name(stage), Model.of(plan.vitBase()), 1, Map.of());
        case DEMO -> demo();
      };
    }

    private StageRun transfer(Class<?> program, List<String> arguments)
        throws InterruptedException {
      List<String> all =
          new ArrayList<>(List.of(bench.connection().bootstrapServers(), RECORDINGS));
      all.addAll(arguments);
      try (Worker worker = bench.fork(program, all)) {
        return finish(worker, 0);
      }
    }

    private StageRun evaluate(Model model) throws InterruptedException {
      Path patients = directory.resolve("patients.txt");
      try {
        Files.write(patients, plan.patients());
      } catch (IOException e) {
        throw new UncheckedIOException("patients cannot be listed", e);
      }
      String threads = Integer.toString(Runtime.getRuntime().availableProcessors());
      try (Worker worker =
          bench.fork(
              EvaluateProgram.class,
              List.of(model.word(), threads, plan.data().toString(), patients.toString()))) {
        return finish(worker, plan.patients().size());
      }
    }

    /** Of a program that knows itself when it is done. */
    private StageRun finish(Worker worker, int answered) throws InterruptedException {
      double start = worker.awaitReady();
      worker.go();
      long begun = worker.awaitBegun();
      CpuTime before = worker.cpu();
      worker.awaitDone();
      double wall = Worker.secondsSince(begun);
      CpuTime cpu = worker.cpu().since(before);
      double read = worker.figures().getOrDefault(Figure.READ_BYTES, (double) bytes());
      return new StageRun(start, wall, cpu, answered, Math.round(read), Map.of(), List.of());
    }

    private StageRun whileBurning(Part part) throws InterruptedException {
      String cores = Integer.toString(Runtime.getRuntime().availableProcessors());
      try (Worker burner = bench.fork(BurnProgram.class, List.of(cores))) {
        burner.awaitReady();
        return part.run();
      }
    }

    private StageRun demo() throws InterruptedException {
      try (Worker worker =
          bench.fork(plan.demo().orElseThrow(), List.of("demo", "--exit", "--patients", "3"))) {
        double seconds = worker.awaitLine("s1-");
        return new StageRun(0, seconds, worker.cpu(), 1, 0, Map.of(), List.of());
      }
    }

    private Pipelines pipelines() {
      return new Pipelines(bench, plan.patients().size(), bytes());
    }

    /** In the topic, as it was read first of all. */
    private long bytes() {
      return runs.containsKey(BenchStage.CONSUME) ? runs.get(BenchStage.CONSUME).bytes() : 0;
    }

    private Model model() {
      return plan.model().orElseThrow();
    }

    private String name(BenchStage stage) {
      return PREFIX + number + "-" + stage.name().toLowerCase(Locale.ROOT).replace("_", "");
    }
  }

  /** Something that is measured. */
  @FunctionalInterface
  private interface Part {
    StageRun run() throws InterruptedException;
  }
}
