package org.murmurstream.proof.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.murmurstream.proof.rig.deployment.Deployment;
import org.murmurstream.proof.rig.deployment.Folder;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.verify.Verification;
import org.murmurstream.sim.Rng;

/** Plays scenarios, each on a deployment of its own, and verifies each. */
public final class Rig {

  /** So many discrepancies of a row are told one by one. */
  private static final int TOLD = 12;

  private final JavaRuntime java;
  private final Path directory;
  private final double scale;

  /**
   * @param directory for the deployments; that of a row that held is deleted
   * @param scale how much longer everything goes on than in the quick set
   */
  public Rig(JavaRuntime java, Path directory, double scale) {
    this.java = java;
    this.directory = directory;
    this.scale = scale;
  }

  /**
   * Plays them.
   *
   * @param seed each scenario has one of its own, by its name
   * @param jobs how many are played at the same time; most of one is waiting
   * @param told about each as soon as it has ended, one after the other
   * @return the reports, in the order of the scenarios
   */
  public List<RowReport> play(
      List<Scenario> scenarios, long seed, int jobs, Consumer<RowReport> told)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<RowReport>> played = new ArrayList<>();
      for (Scenario scenario : scenarios) {
        long own = new Rng(seed).split(scenario.name()).below(1_000_000);
        played.add(
            threads.submit(
                () -> {
                  RowReport report = play(scenario, own);
                  synchronized (told) {
                    told.accept(report);
                  }
                  return report;
                }));
      }
      List<RowReport> reports = new ArrayList<>();
      for (Future<RowReport> report : played) {
        reports.add(report.get());
      }
      return reports;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the rig failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private RowReport play(Scenario scenario, long seed) throws InterruptedException {
    Path place = directory.resolve(scenario.name());
    delete(place);
    long start = System.nanoTime();
    RowReport report;
    try (Deployment deployment = Deployment.start(java, place, scenario.settings());
        Stage stage = new Stage(deployment, seed, scale)) {
      report = play(scenario, stage, start);
    } catch (RuntimeException e) {
      report = unplayed(scenario, seed, start, e);
    }
    if (report.held()) {
      delete(place);
    }
    return report;
  }

  private static RowReport play(Scenario scenario, Stage stage, long start)
      throws InterruptedException {
    List<String> failures = new ArrayList<>();
    Optional<Verification> verified = Optional.empty();
    String skipped = "";
    try {
      scenario.play().on(stage);
      verified = Optional.of(stage.verify());
      verified.get().discrepancies().stream()
          .limit(TOLD)
          .forEach(discrepancy -> failures.add(discrepancy.toString()));
    } catch (InterruptedException e) {
      throw e;
    } catch (CannotBeHad e) {
      skipped = e.getMessage();
    } catch (Exception e) {
      failures.add("failed by " + e);
    }
    failures.addAll(0, stage.failures());
    List<String> notes = new ArrayList<>(stage.notes());
    if (!failures.isEmpty()) {
      notes.addAll(stage.lastWords());
    }
    return new RowReport(
        scenario.name(),
        scenario.row(),
        scenario.fault(),
        stage.seed(),
        stage.faults(),
        verified.map(Verification::exams).orElse(0),
        verified.map(Verification::chunks).orElse(0L),
        verified.map(Verification::predictions).orElse(0L),
        verified.map(Verification::deadLetters).orElse(0L),
        verified.map(Verification::counts).orElse("?"),
        stage.recovery(),
        secondsSince(start),
        notes,
        failures,
        skipped);
  }

  private static RowReport unplayed(
      Scenario scenario, long seed, long start, RuntimeException cause) {
    return new RowReport(
        scenario.name(),
        scenario.row(),
        scenario.fault(),
        seed,
        Map.of(),
        0,
        0,
        0,
        0,
        "?",
        Recovery.of(List.of()),
        secondsSince(start),
        List.of(),
        List.of("no deployment: " + cause),
        "");
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void delete(Path place) {
    try {
      new Folder(place).delete();
    } catch (IOException e) {
      throw new UncheckedIOException("the deployment of a row cannot be deleted", e);
    }
  }
}
