package org.murmurstream.proof.rig.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process takes of the machine, from {@code /proc}.
 *
 * @param residentBytes memory that is in RAM
 * @param threads its threads
 * @param files its open file descriptors
 */
public record ProcessVitals(long residentBytes, int threads, int files) {

  /** Those of a process; nothing if it is gone, or the machine has no {@code /proc}. */
  public static Optional<ProcessVitals> of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      List<String> status = Files.readAllLines(process.resolve("status"));
      return Optional.of(
          new ProcessVitals(
              1024 * number(status, "VmRSS:"),
              (int) number(status, "Threads:"),
              (int) descriptors.count()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static long number(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }
}
