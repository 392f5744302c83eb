package org.murmurstream.proof.rig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.murmurstream.proof.rig.deployment.AnswerWatch;
import org.murmurstream.proof.rig.deployment.Deployment;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Lag;
import org.murmurstream.proof.rig.deployment.Load;
import org.murmurstream.proof.rig.deployment.NoiseExams;
import org.murmurstream.proof.rig.ear.EarTrouble;
import org.murmurstream.proof.rig.ear.TroubledEar;
import org.murmurstream.proof.stub.HashEar;
import org.murmurstream.proof.verify.Verification;
import org.murmurstream.proof.verify.Verifier;
import org.murmurstream.proof.verify.VerifierSettings;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.Ledger;
import org.murmurstream.sim.Rng;
import org.murmurstream.stream.config.StreamSettings;

/** Where a scenario is played: a deployment, load with a ledger, and a record of what was fired. */
public final class Stage implements AutoCloseable {

  /** Whatever is waited for comes within this, however busy the machine. */
  public static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What a fault does. */
  @FunctionalInterface
  public interface Firing {
    void fire() throws Exception;
  }

  private final Deployment deployment;
  private final long seed;
  private final Rng rng;
  private final double scale;
  private final Path ledgerFile;
  private final Ledger ledger;
  private final AnswerWatch answers;
  private final List<Load> loads = new ArrayList<>();
  private final Map<String, Integer> faults = new LinkedHashMap<>();
  private final List<Long> fired = new ArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private int prefixes;
  private Optional<Verification> verification = Optional.empty();

  /**
   * @param deployment stays open
   * @param scale how much longer than at least everything goes on
   */
  Stage(Deployment deployment, long seed, double scale) {
    this.deployment = deployment;
    this.seed = seed;
    this.rng = new Rng(seed);
    this.scale = scale;
    this.ledgerFile = deployment.directory().resolve("ledger.jsonl");
    this.ledger = new Ledger(ledgerFile);
    this.answers =
        AnswerWatch.start(
            deployment.cluster().direct(), deployment.settings().topics().predictions());
  }

  public Deployment deployment() {
    return deployment;
  }

  public Instance instance(int number) {
    return deployment.instance(number);
  }

  public AnswerWatch answers() {
    return answers;
  }

  public Rng rng() {
    return rng;
  }

  public long seed() {
    return seed;
  }

  /** So many of whatever is repeated, by the scale of the run; never none. */
  public int scaled(int usual) {
    return Math.max(1, (int) Math.round(usual * scale));
  }

  /** Exams that no other call gives. */
  public NoiseExams exams(int count, double longestSeconds) {
    prefixes++;
    return NoiseExams.of("r%d-%d".formatted(seed, prefixes), count, seed, longestSeconds);
  }

  /**
   * Uploads short exams, some two a second, a tenth of the chunks twice and all in some disorder.
   */
  public Load load(int exams) {
    return load(exams(exams, 3), new FleetSettings(0.25, 2, 6, new Faults(0, 0.1, 8, seed), 1));
  }

  /** Uploads these exams. */
  public Load load(NoiseExams exams, FleetSettings settings) {
    Load load = Load.start(deployment.cluster().direct(), ledger, exams, settings);
    loads.add(load);
    return load;
  }

  /** What the ledger has so far. */
  public Ledger ledger() {
    return ledger;
  }

  /** Starts so many instances, and waits until each is ready. */
  public void start(int instances) throws InterruptedException {
    for (int n = 0; n < instances; n++) {
      instance(n).begin();
    }
    for (int n = 0; n < instances; n++) {
      if (!instance(n).isUp(PATIENCE)) {
        throw new IllegalStateException("instance %d does not start".formatted(n));
      }
    }
    for (int n = 0; n < instances; n++) {
      instance(n).awaitReady();
    }
  }

  /** Fires a fault, from whose end its recovery is counted. */
  public void fire(String fault, Firing firing) throws Exception {
    firing.fire();
    fired.add(System.nanoTime());
    faults.merge(fault, 1, Integer::sum);
  }

  /** Keeps what was measured. */
  public void note(String what) {
    notes.add(what);
  }

  /** Keeps what is not as it should be, if it is not. */
  public void expect(boolean fulfilled, String what) {
    if (!fulfilled) {
      failures.add("not so: " + what);
    }
  }

  /** Waits until something is so; if it never is, that is a failure of the row. */
  public boolean await(String what, Duration patience, Condition condition) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        failures.add("not within %d s: %s".formatted(patience.toSeconds(), what));
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  /** Something that becomes so. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /** A pause of so many seconds, drawn from a range. */
  public void pause(double fromSeconds, double toSeconds) throws InterruptedException {
    Thread.sleep((long) (1000 * rng.uniform(fromSeconds, toSeconds)));
  }

  /** Waits until every load has been acknowledged, and the application has read all of it. */
  public void awaitIdle() throws Exception {
    awaitLoads();
    StreamSettings settings = deployment.settings();
    try (Lag lag =
        Lag.of(
            deployment.cluster().direct(),
            settings.applicationId(),
            settings.topics().recordings())) {
      await(
          "all records read",
          PATIENCE.multipliedBy(4),
          () -> lag.records() == 0 || !isAnyRunning());
      expect(isAnyRunning(), "an instance still runs");
    }
  }

  /**
   * Waits until the application has nothing left to do, and verifies; a scenario may do so itself
   * if afterwards it could not be done any more.
   */
  public Verification verify() throws InterruptedException {
    if (verification.isEmpty()) {
      awaitLoads();
      verification = Optional.of(verified());
    }
    return verification.get();
  }

  private Verification verified() {
    StreamSettings settings = deployment.settings();
    try (var ear = new TroubledEar(new HashEar(), EarTrouble.NONE)) {
      return new Verifier(
              new VerifierSettings(
                  deployment.cluster().direct(),
                  settings.topics(),
                  settings.applicationId(),
                  settings.gather(),
                  0,
                  isAnyRunning() ? PATIENCE : Duration.ofSeconds(10)),
              ear)
          .verify(Ledger.read(ledgerFile));
    }
  }

  private boolean isAnyRunning() {
    return deployment.instances().stream().anyMatch(Instance::isRunning);
  }

  /** Waits until every load has been acknowledged. */
  private void awaitLoads() throws InterruptedException {
    for (Load load : loads) {
      load.await(PATIENCE);
    }
  }

  Map<String, Integer> faults() {
    return Map.copyOf(faults);
  }

  Recovery recovery() {
    return Recovery.of(fired.stream().map(answers::recovery).flatMap(Optional::stream).toList());
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How each instance stands, and what it complained of last. */
  List<String> lastWords() throws InterruptedException {
    List<String> words = new ArrayList<>();
    List<Instance> instances = deployment.instances();
    for (int n = 0; n < instances.size(); n++) {
      words.add("instance %d %s".formatted(n, instances.get(n).lastWords()));
    }
    return words;
  }

  @Override
  public void close() {
    loads.forEach(Load::close);
    answers.close();
    ledger.close();
  }
}
