package org.murmurstream.benchmarks;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.benchmarks.fork.Model;
import org.murmurstream.benchmarks.fork.main.PipelineProgram;
import org.murmurstream.benchmarks.result.CpuTime;
import org.murmurstream.benchmarks.result.StageRun;
import org.murmurstream.benchmarks.result.StageRun.Extra;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.proof.rig.deployment.AnswerWatch;
import org.murmurstream.proof.rig.deployment.Folder;
import org.murmurstream.proof.rig.deployment.Sender;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.sim.Uplink;

/** Runs the application on the exams of a workbench, in processes of its own. */
final class Pipelines {

  private static final long LOOK_MILLIS = 50;

  /** Most exams that are timed one by one, and of those before them, while everything is new. */
  private static final int LATENCIES = 20;

  private static final int UNTIMED = 4;

  private final Workbench bench;
  private final int exams;
  private final long bytes;

  /**
   * @param exams in the topic of recordings
   * @param bytes of keys and values in there
   */
  Pipelines(Workbench bench, int exams, long bytes) {
    this.bench = bench;
    this.exams = exams;
    this.bytes = bytes;
  }

  /**
   * Hears all exams that lie in the topic.
   *
   * @param name of the application; what it leaves stays until it is forgotten
   * @param instances how many share the work
   * @param settings of the application, beyond the usual
   */
  StageRun hear(String name, Model model, int instances, Map<String, String> settings)
      throws InterruptedException {
    List<Worker> workers = new ArrayList<>();
    try (AnswerWatch answers = answers()) {
      for (int n = 0; n < instances; n++) {
        workers.add(begin(name, n, model, settings));
      }
      double start = 0;
      for (Worker worker : workers) {
        start = Math.max(start, worker.awaitReady());
      }
      List<CpuTime> before = new ArrayList<>();
      workers.forEach(Worker::go);
      long begun = 0;
      for (Worker worker : workers) {
        long moment = worker.awaitBegun();
        begun = begun == 0 ? moment : begun;
        before.add(worker.cpu());
      }
      Map<Figure, Double> first = workers.get(0).figures();
      await(answers, exams, workers);
      var cpu = CpuTime.NONE;
      for (int n = 0; n < instances; n++) {
        cpu = cpu.plus(workers.get(n).cpu().since(before.get(n)));
      }
      double wall = (answers.moment(exams) - begun) / 1e9;
      Map<Figure, Double> last = workers.get(0).figures();
      Map<Extra, Double> extras = new HashMap<>();
      if (instances == 1) {
        int ears = ears(settings);
        extras.put(
            Extra.BUSY_SHARE,
            last.get(Figure.HEARING_SECONDS) / ears / last.get(Figure.HEARD_FOR_SECONDS));
        extras.put(
            Extra.ALLOCATED_BYTES,
            last.get(Figure.ALLOCATED_BYTES) - first.get(Figure.ALLOCATED_BYTES));
        extras.put(Extra.CHANGELOG_BYTES, (double) bench.bytes(name + "-", "-changelog"));
      }
      for (Worker worker : workers) {
        worker.end();
      }
      return new StageRun(start, wall, cpu, exams, bytes, extras, List.of());
    } finally {
      workers.forEach(Worker::close);
    }
  }

  /** Restores the stores of an application that has heard and ended, from nothing. */
  StageRun restore(String name) throws InterruptedException {
    try {
      new Folder(bench.directory().resolve(directory(name, 0))).delete();
    } catch (IOException e) {
      throw new IllegalStateException("stores cannot be deleted", e);
    }
    try (Worker worker = begin(name, 0, Model.FREE, Map.of())) {
      double start = worker.awaitReady();
      CpuTime before = worker.cpu();
      worker.go();
      Map<Figure, Double> figures = worker.figures();
      while (figures.get(Figure.READY) == 0) {
        worker.requireAlive();
        Thread.sleep(LOOK_MILLIS);
        figures = worker.figures();
      }
      CpuTime cpu = worker.cpu().since(before);
      worker.end();
      return new StageRun(
          start,
          figures.get(Figure.RESTORING_SECONDS),
          cpu,
          0,
          Math.round(figures.get(Figure.RESTORED_BYTES)),
          Map.of(),
          List.of());
    }
  }

  /** Sends exams one by one, and times the answer of each from its last chunk on. */
  StageRun latency(String name, Model model, ExamSource source, List<String> patients)
      throws InterruptedException {
    String topic = name + "-recordings";
    bench.create(topic);
    List<Double> latencies = new ArrayList<>();
    try (AnswerWatch answers = answers();
        Uplink uplink = bench.uplink(topic);
        Worker worker = begin(name, 0, model, Map.of("topic.recordings", topic))) {
      double start = worker.awaitReady();
      worker.go();
      long begun = System.nanoTime();
      CpuTime before = worker.cpu();
      long sent = 0;
      int untimed = Math.min(UNTIMED, exams);
      int all = untimed + Math.min(LATENCIES, exams);
      for (int n = 0; n < all; n++) {
        ExamRecordings exam =
            source.examine(patients.get(n % patients.size()), 1 + n / patients.size());
        List<Chunk> chunks = Sender.chunks(exam, "bench", Workbench.CHUNK_SECONDS);
        double heard = worker.figure(Figure.HEARD) + othersThanLast(exam);
        chunks.subList(0, chunks.size() - 1).forEach(chunk -> send(uplink, chunk));
        uplink.flush();
        while (worker.figure(Figure.HEARD) < heard) {
          worker.requireAlive();
          Thread.sleep(LOOK_MILLIS);
        }
        long last = System.nanoTime();
        send(uplink, chunks.get(chunks.size() - 1));
        await(answers, n + 1, List.of(worker));
        double hearing = worker.figure(Figure.LAST_HEARING_SECONDS);
        if (n >= untimed) {
          latencies.add((answers.moment(n + 1) - last) / 1e9 - hearing);
        }
        sent += chunks.stream().mapToLong(chunk -> chunk.samples().length).sum();
      }
      CpuTime cpu = worker.cpu().since(before);
      return new StageRun(start, Worker.secondsSince(begun), cpu, all, sent, Map.of(), latencies);
    }
  }

  private Worker begin(String name, int number, Model model, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("application.id", name);
    all.put("bootstrap.servers", bench.connection().bootstrapServers());
    all.put("registry", bench.connection().registryUrl());
    all.put("state.dir", bench.directory().resolve(directory(name, number)).toString());
    all.put("health.port", "0");
    all.putAll(settings);
    return bench.fork(
        PipelineProgram.class,
        Stream.concat(
                Stream.of(model.word()),
                all.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()))
            .toList());
  }

  private AnswerWatch answers() {
    return AnswerWatch.ofNew(bench.connection(), TopicCatalogue.PREDICTIONS.name());
  }

  private static void await(AnswerWatch answers, int count, List<Worker> workers)
      throws InterruptedException {
    long begun = System.nanoTime();
    while (answers.count() < count) {
      workers.forEach(Worker::requireAlive);
      if (Worker.secondsSince(begun) > Worker.PATIENCE.toSeconds()) {
        throw new IllegalStateException(
            "%d of %d exams were answered within %d minutes"
                .formatted(answers.count(), count, Worker.PATIENCE.toMinutes()));
      }
      Thread.sleep(1);
    }
  }

  private static void send(Uplink uplink, Chunk chunk) {
    uplink.send(chunk, Instant.now(), metadata -> {});
  }

  /** Recordings of sites that are complete before the last chunk. */
  private static long othersThanLast(ExamRecordings exam) {
    List<SiteRecording> recordings = exam.recordings();
    var last = recordings.get(recordings.size() - 1).site();
    return recordings.stream().filter(recording -> recording.site() != last).count();
  }

  private static int ears(Map<String, String> settings) {
    String asked = settings.getOrDefault("inference.ears", "0");
    return asked.equals("0") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(asked);
  }

  private static String directory(String name, int number) {
    return name + "-stores-" + number;
  }
}
