package org.murmurstream.cli.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.murmurstream.cli.doctor.Finding.careful;
import static org.murmurstream.cli.doctor.Finding.fine;
import static org.murmurstream.cli.doctor.Finding.wrong;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tries PyTorch in a child JVM, since natives that do not fit kill the one that loads them. */
public final class EngineExamination {

  private static final String SUBJECT = "engine";
  private static final String REMEDY_FIT =
      "Unset PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to use the natives that come"
          + " with murmur, or point them at a libtorch of exactly the version above.";

  private final List<String> command;
  private final Duration limit;

  /**
   * @param command starts the probe
   * @param limit how long it may take; unpacking natives for the first time takes some seconds
   */
  public EngineExamination(List<String> command, Duration limit) {
    this.command = List.copyOf(command);
    this.limit = limit;
  }

  List<Finding> examine() {
    try {
      Path output = Files.createTempFile("murmur-engine", ".txt");
      Path errors = Files.createTempFile("murmur-engine", ".err");
      try {
        return judge(output, errors);
      } finally {
        Files.delete(output);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a child JVM", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(careful(SUBJECT, "not examined", "Run the doctor again, without a break."));
    }
  }

  private List<Finding> judge(Path output, Path errors) throws IOException, InterruptedException {
    Process probe =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .directory(output.getParent().toFile())
            .start();
    try {
      if (!probe.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return List.of(
            wrong(
                SUBJECT,
                "PyTorch was not ready within %d s".formatted(limit.toSeconds()),
                "Try again on a quieter machine; if it stays so, delete DJL's cache."));
      }
    } finally {
      probe.destroyForcibly();
    }
    Map<String, String> said = read(output);
    String jni = said.getOrDefault("jni", "unknown");
    if (probe.exitValue() != 0) {
      boolean killed = probe.exitValue() > 128;
      String how =
          killed
              ? "loading PyTorch killed its JVM (status %d)".formatted(probe.exitValue())
              : "PyTorch could not be loaded: " + complaint(errors);
      return List.of(wrong(SUBJECT, how + "; the Java side is of " + jni, REMEDY_FIT));
    }
    if (!"right".equals(said.get("product"))) {
      return List.of(
          wrong(SUBJECT, "PyTorch multiplies two matrices to a wrong result", REMEDY_FIT));
    }
    return List.of(
        fine(
            SUBJECT,
            "%s %s on %s (%s GPUs), 256 x 256 product right, %s µs"
                .formatted(
                    said.get("engine"),
                    said.get("version"),
                    said.get("device"),
                    said.get("gpus"),
                    said.get("product-micros"))),
        fine("natives", "for %s, from %s".formatted(jni, said.get("library"))));
  }

  private static Map<String, String> read(Path output) throws IOException {
    var said = new HashMap<String, String>();
    for (String line : Files.readAllLines(output, UTF_8)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        said.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return said;
  }

  /** The last cause of the child's stack trace. */
  private static String complaint(Path errors) throws IOException {
    try (Stream<String> lines = Files.lines(errors, UTF_8)) {
      return lines
          .filter(line -> line.startsWith("Caused by: ") || line.startsWith("Exception in thread"))
          .reduce((first, second) -> second)
          .orElse("no reason given");
    }
  }
}
