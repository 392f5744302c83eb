package org.murmurstream.proof.rig.machine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own, which can be killed, frozen and asked to end. It speaks in lines, on its
 * standard output and input; one that reads its input ends when this JVM does. For one thread.
 */
public final class ForkedJvm implements AutoCloseable {

  /** Signals that Java has no method for; its own for SIGTERM closes the streams as well. */
  public enum Signal {
    TERM,
    STOP,
    CONT,
    SEGV
  }

  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final BufferedWriter input;

  private ForkedJvm(Process process) {
    this.process = process;
    this.input = new BufferedWriter(process.outputWriter(StandardCharsets.UTF_8));
    Thread reader = new Thread(this::read, "forked-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts one. */
  public static ForkedJvm start(JavaRuntime java, JvmSpec spec) {
    List<String> command = new ArrayList<>(List.of(java.java().toString()));
    command.addAll(spec.options());
    command.addAll(List.of("-cp", java.classPath(), spec.mainClass()));
    command.addAll(spec.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("MURMUR_"));
    builder.environment().putAll(spec.environment());
    try {
      return new ForkedJvm(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("a JVM cannot be started", e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it at once, as {@code kill -9} does; returns when it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal; one to a process that is gone does nothing. */
  public void send(Signal signal) throws InterruptedException {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no program to send signals", e);
    }
  }

  /** Waits for its end; returns its exit status, or nothing if it still runs. */
  public OptionalInt awaitEnd(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** The next line it says that begins so; nothing if it says none in time, or ends. */
  public Optional<String> await(String beginning, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() <= end) {
      boolean alive = process.isAlive();
      String line = said.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(beginning)) {
        return Optional.of(line);
      }
      if (line == null && !alive) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Says a line to it; one that is gone hears nothing. */
  @SuppressWarnings("EmptyCatch") // whoever asks will get no answer
  public void say(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      // it is gone
    }
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("EmptyCatch") // its end is seen by its process
  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
      }
    } catch (IOException e) {
      // it is gone
    }
  }
}
