package org.murmurstream.proof.rig.rows;

import java.util.List;
import java.util.Set;
import org.murmurstream.proof.rig.Scenario;

/** All scenarios there are. */
public final class Scenarios {

  private Scenarios() {}

  /** A few that together take about a minute. */
  public static List<Scenario> quick() {
    return List.of(Processes.KILLED, Processes.FROZEN);
  }

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        Processes.KILLED,
        Processes.FROZEN,
        Processes.TERMINATED,
        Processes.SCALED,
        Processes.SCALED_STATIC,
        Processes.SCALED_STREAMS);
  }

  /** Those of some rows. */
  public static List<Scenario> ofRows(List<Scenario> scenarios, Set<Integer> rows) {
    return scenarios.stream().filter(scenario -> rows.contains(scenario.row())).toList();
  }
}
