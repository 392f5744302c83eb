package org.murmurstream.benchmarks.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a JVM has taken of the cores, user and system, from {@code /proc}.
 *
 * @param workSeconds of all threads but the compiler's
 * @param compilerSeconds of the compiler's threads, which a process that has run for long no longer
 *     needs
 */
public record CpuTime(double workSeconds, double compilerSeconds) {

  public static final CpuTime NONE = new CpuTime(0, 0);

  /** Linux counts these in hundredths of a second on every machine. */
  private static final double TICKS_PER_SECOND = 100;

  /** Places of user and system time behind the name. */
  private static final List<Integer> TIMES = List.of(11, 12);

  /**
   * That of a process so far.
   *
   * @return nothing of one that is gone, or where there is no {@code /proc}
   */
  public static CpuTime of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      double compiler = threads.mapToDouble(CpuTime::ofCompiler).sum();
      return new CpuTime(seconds(Files.readString(process.resolve("stat"))) - compiler, compiler);
    } catch (IOException e) {
      return NONE;
    }
  }

  /** What was taken since. */
  public CpuTime since(CpuTime before) {
    return new CpuTime(workSeconds - before.workSeconds, compilerSeconds - before.compilerSeconds);
  }

  /** Together with that of another process. */
  public CpuTime plus(CpuTime other) {
    return new CpuTime(workSeconds + other.workSeconds, compilerSeconds + other.compilerSeconds);
  }

  /** Of {@code /proc/PID/stat}, whose second field is a name in brackets. */
  static double seconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return TIMES.stream().mapToLong(place -> Long.parseLong(fields[place])).sum()
        / TICKS_PER_SECOND;
  }

  private static double ofCompiler(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"));
      return stat.contains("CompilerThre") ? seconds(stat) : 0;
    } catch (IOException e) {
      return 0; // it has ended
    }
  }
}
