package org.murmurstream.benchmarks.result;

import java.util.List;
import java.util.Map;

/**
 * What one run of a stage came to.
 *
 * @param startSeconds until it was ready to begin, JVM and model loaded; in no other figure
 * @param wallSeconds from the first record that was read to the last answer
 * @param cpu of the same time
 * @param exams that were answered; 0 where none are asked for
 * @param bytes of keys and values of the records they came in
 * @param extras whatever else was measured
 * @param latencies seconds from the last chunk to the committed answer, less those that the model
 *     took, of each exam; empty where that was not asked for
 */
public record StageRun(
    double startSeconds,
    double wallSeconds,
    CpuTime cpu,
    int exams,
    long bytes,
    Map<Extra, Double> extras,
    List<Double> latencies) {

  /** Beyond what every stage has. */
  public enum Extra {
    /** Share of the time that the ears hear. */
    BUSY_SHARE,
    /** Bytes that were allocated on the heap. */
    ALLOCATED_BYTES,
    /** Bytes of the changelogs on the broker. */
    CHANGELOG_BYTES
  }

  private static final double MEGABYTE = 1e6;

  public StageRun {
    extras = Map.copyOf(extras);
    latencies = List.copyOf(latencies);
  }

  public double examsPerSecond() {
    return exams / wallSeconds;
  }

  public double megabytesPerSecond() {
    return bytes / MEGABYTE / wallSeconds;
  }

  /** CPU seconds of an exam, the compiler's left out. */
  public double cpuPerExam() {
    return cpu.workSeconds() / exams;
  }

  /** Something else, in bytes for each byte of the exams. */
  public double perByte(Extra extra) {
    return extras.getOrDefault(extra, Double.NaN) / bytes;
  }

  /** A quantile of the latencies. */
  public double latency(double share) {
    return latencies.isEmpty() ? Double.NaN : RoundSpread.quantile(latencies, share);
  }
}
