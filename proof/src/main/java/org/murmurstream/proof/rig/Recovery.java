package org.murmurstream.proof.rig;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How long after a fault every partition was answered in again: quantiles over the faults of a row.
 *
 * @param faults how many faults were followed by answers
 * @param p50Seconds median; 0 if there are none
 * @param p99Seconds 99th percentile
 * @param maxSeconds the longest
 */
public record Recovery(int faults, double p50Seconds, double p99Seconds, double maxSeconds) {

  static Recovery of(Collection<Duration> times) {
    List<Double> sorted = times.stream().map(time -> time.toMillis() / 1000.0).sorted().toList();
    return sorted.isEmpty()
        ? new Recovery(0, 0, 0, 0)
        : new Recovery(
            sorted.size(), rank(sorted, 0.5), rank(sorted, 0.99), sorted.get(sorted.size() - 1));
  }

  private static double rank(List<Double> sorted, double share) {
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
