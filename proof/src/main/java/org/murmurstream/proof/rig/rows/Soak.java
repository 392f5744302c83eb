package org.murmurstream.proof.rig.rows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Slope;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.Folder;
import org.murmurstream.proof.rig.deployment.HostileClients;
import org.murmurstream.proof.rig.deployment.HostileRecords;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Load;
import org.murmurstream.proof.rig.machine.ForkedJvm.Signal;
import org.murmurstream.proof.rig.machine.ProcessVitals;
import org.murmurstream.proof.rig.machine.TcpProxy.Conduct;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;

/**
 * Row 27: all of it, for long. One instance is killed and frozen; the other lives from beginning to
 * end, through whatever happens around it, and is measured.
 */
final class Soak {

  private static final double EXAMS_A_SECOND = 2.5;
  private static final double LONGEST_SECONDS = 12;

  /**
   * Exams are forgotten soon, so that stores reach what they hold in the long run, and their memory
   * is small enough to be in use whole before growth is looked at.
   */
  private static final Map<String, String> SHORT_MEMORY =
      Map.of(
          "gather.progress.timeout", "60s",
          "gather.revision.window", "60s",
          "gather.remembrance", "60s",
          "state.memory.bytes", "33554432");

  /** Until caches are full and code is compiled, growth means nothing. */
  private static final double WARM_UP = 0.25;

  /** Growth beyond chance that is less than this share is not told from a slow warm-up. */
  private static final double MOST_GROWTH = 0.05;

  private Soak() {}

  static Scenario of(Duration duration) {
    return new Scenario(
        "27-soak",
        27,
        "Mixed faults for " + duration.toMinutes() + " minutes",
        SHORT_MEMORY,
        stage -> play(stage, duration));
  }

  private static void play(Stage stage, Duration duration) throws Exception {
    stage.start(2);
    Instance measured = stage.instance(0);
    long end = System.nanoTime() + duration.toNanos();
    int exams = (int) (EXAMS_A_SECOND * duration.toSeconds());
    Load load =
        stage.load(
            stage.exams(exams, LONGEST_SECONDS),
            new FleetSettings(1, 8, 6, new Faults(0.002, 0.1, 8, stage.seed()), 1));
    var sampler = new Sampler(measured);
    sampler.start(duration);
    List<Fault> faults = faults(stage);
    while (load.isRunning() && System.nanoTime() < end) {
      Fault next = stage.rng().pick(faults);
      next.fire();
      stage.pause(20, 40);
    }
    load.stop();
    stage.awaitIdle();
    sampler.stop();
    stage.expect(measured.isRunning(), "the measured instance lives from beginning to end");
    sampler.judge(stage);
  }

  /** What may happen next. */
  @FunctionalInterface
  private interface Fault {
    void fire() throws Exception;
  }

  private static List<Fault> faults(Stage stage) {
    Instance victim = stage.instance(1);
    var cluster = stage.deployment().cluster();
    return List.of(
        () -> {
          stage.fire("kill -9", () -> victim.process().kill());
          victim.start();
        },
        () -> {
          stage.fire("SIGSTOP", () -> victim.process().send(Signal.STOP));
          stage.pause(12, 16);
          victim.process().send(Signal.CONT);
        },
        () -> {
          Processes.end(stage, victim);
          victim.start();
        },
        () -> {
          stage.fire("kill -9 of the broker", cluster::kill);
          cluster.start();
        },
        () -> {
          Conduct conduct = stage.rng().pick(List.of(Conduct.CUT, Conduct.HANG, Conduct.DELAY));
          stage.fire("network " + conduct, () -> cluster.broker().conduct(conduct));
          stage.pause(4, 10);
          cluster.broker().conduct(Conduct.PASS);
        },
        () -> {
          Conduct conduct = stage.rng().pick(List.of(Conduct.HTTP_500, Conduct.HANG, Conduct.CUT));
          stage.fire("registry " + conduct, () -> cluster.registry().conduct(conduct));
          stage.pause(4, 10);
          cluster.registry().conduct(Conduct.PASS);
        },
        () -> {
          try (HostileRecords hostile = Strangers.connect(stage)) {
            stage.fire("hostile records", () -> hostile.send(200));
          }
        },
        () -> {
          try (var clients = new HostileClients()) {
            stage.fire(
                "hostile connections", () -> clients.open(stage.instance(0).healthPort(), 100));
            stage.pause(2, 4);
          }
        });
  }

  /** Samples what an instance takes, on a thread of its own. */
  private static final class Sampler {

    private final Instance instance;
    private final Map<String, List<Double>> samples = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::run, "sampler");
    private long periodMillis;
    private volatile boolean stopped;

    Sampler(Instance instance) {
      this.instance = instance;
    }

    void start(Duration duration) {
      periodMillis = Math.max(200, Math.min(10_000, duration.toMillis() / 200));
      thread.setDaemon(true);
      thread.start();
    }

    void stop() throws InterruptedException {
      stopped = true;
      thread.join();
    }

    /**
     * Growth by less than some files of a store, or the threads and connections of one more
     * partition, is not told from which instance has which partitions when.
     */
    void judge(Stage stage) {
      judge(stage, "resident memory", 1e6, "MB", 16);
      judge(stage, "threads", 1, "threads", 4);
      judge(stage, "open files", 1, "files", 50);
      judge(stage, "stores", 1e6, "MB", 16);
    }

    private void judge(Stage stage, String what, double unit, String name, double least) {
      List<Double> all = samples.getOrDefault(what, List.of());
      List<Double> warm = all.subList((int) (WARM_UP * all.size()), all.size());
      Slope slope = Slope.of(warm);
      stage.note("%s: %s, %d samples".formatted(what, slope.text(unit, name), warm.size()));
      stage.expect(
          !slope.grows(MOST_GROWTH) || slope.total() < least * unit, what + " does not grow");
    }

    private void run() {
      Folder stores = new Folder(instance.stateDirectory());
      while (!stopped) {
        ProcessVitals.of(instance.process().pid())
            .ifPresent(
                vitals -> {
                  add("resident memory", (double) vitals.residentBytes());
                  add("threads", vitals.threads());
                  add("open files", vitals.files());
                  add("stores", (double) stores.bytes());
                });
        try {
          Thread.sleep(periodMillis);
        } catch (InterruptedException e) {
          return;
        }
      }
    }

    private void add(String what, double sample) {
      samples.computeIfAbsent(what, key -> new ArrayList<>()).add(sample);
    }
  }
}
