package org.murmurstream.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.benchmarks.fork.Words;
import org.murmurstream.benchmarks.result.CpuTime;
import org.murmurstream.proof.rig.machine.ForkedJvm;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.rig.machine.JvmSpec;
import org.murmurstream.proof.rig.machine.Protocol;

/** A program at its work, in a JVM of its own. */
final class Worker implements AutoCloseable {

  /** Whatever is waited for comes within this, however busy the machine. */
  static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final Duration ANSWER_PATIENCE = Duration.ofMinutes(1);
  private static final Duration END_PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ForkedJvm process;
  private final Path log;
  private final long started = System.nanoTime();

  private Worker(ForkedJvm process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param program its class
   * @param log takes what it logs
   */
  static Worker start(
      JavaRuntime java, String program, List<String> arguments, List<String> options, Path log) {
    return new Worker(
        ForkedJvm.start(java, new JvmSpec(program, arguments, options, Map.of(), log)), log);
  }

  /** Waits until it is ready; returns the seconds since it was started. */
  double awaitReady() throws InterruptedException {
    return awaitLine(Protocol.READY);
  }

  /** Waits until it is ready, and returns what it says of where it is. */
  String[] awaitAddress() throws InterruptedException {
    return await(Protocol.READY).substring(Protocol.READY.length()).strip().split(" ");
  }

  void go() {
    process.say(Words.GO);
  }

  /** Waits until it has read its first record; returns when, by {@link System#nanoTime()}. */
  long awaitBegun() throws InterruptedException {
    await(Words.BEGUN);
    return System.nanoTime();
  }

  /** Waits until it says a line that begins so; returns the seconds since it was started. */
  double awaitLine(String beginning) throws InterruptedException {
    await(beginning);
    return secondsSince(started);
  }

  /** Waits until all is done. */
  void awaitDone() throws InterruptedException {
    await(Words.DONE);
  }

  CpuTime cpu() {
    return CpuTime.of(process.pid());
  }

  /** What it knows of itself. */
  Map<Figure, Double> figures() throws InterruptedException {
    process.say(Words.FIGURES);
    String line =
        process
            .await(Words.FIGURES, ANSWER_PATIENCE)
            .orElseThrow(() -> new IllegalStateException(complaint()));
    try {
      return JSON.readValue(line.substring(Words.FIGURES.length()), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures cannot be read", e);
    }
  }

  double figure(Figure figure) throws InterruptedException {
    return figures().getOrDefault(figure, 0.0);
  }

  /**
   * Fails if it has ended.
   *
   * @throws IllegalStateException saying where its log is
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(complaint());
    }
  }

  /** Asks it to end in order, and waits until it has. */
  void end() throws InterruptedException {
    process.send(ForkedJvm.Signal.TERM);
    if (process.awaitEnd(END_PATIENCE).isEmpty()) {
      process.kill();
    }
  }

  /** Ends it at once. */
  @Override
  public void close() {
    process.close();
  }

  static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private String await(String beginning) throws InterruptedException {
    return process
        .await(beginning, PATIENCE)
        .orElseThrow(() -> new IllegalStateException(complaint()));
  }

  private String complaint() {
    return "a program of the bench %s; its log is %s"
        .formatted(process.isAlive() ? "does not answer" : "has ended", log);
  }
}
