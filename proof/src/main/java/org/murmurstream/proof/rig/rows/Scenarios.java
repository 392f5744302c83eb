package org.murmurstream.proof.rig.rows;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.murmurstream.proof.rig.Scenario;

/** All scenarios there are. */
public final class Scenarios {

  private Scenarios() {}

  /** A few that together take about a minute. */
  public static List<Scenario> quick() {
    return List.of(
        Processes.KILLED,
        Processes.FROZEN,
        Brokers.KILLED,
        Strangers.RECORDS_QUICK,
        Operations.SETTINGS_QUICK);
  }

  /** All of them. */
  public static List<Scenario> all() {
    return List.of(
        Processes.KILLED,
        Processes.FROZEN,
        Processes.TERMINATED,
        Processes.SCALED,
        Processes.SCALED_STATIC,
        Processes.SCALED_STREAMS,
        Brokers.KILLED,
        Brokers.NETWORK,
        Devices.DUPLICATES,
        Devices.DISORDER,
        Devices.LATE,
        Operations.SETTINGS,
        Devices.CONFLICTS,
        Strangers.RECORDS_LONG,
        Strangers.GIANTS,
        Brokers.REGISTRY,
        Brokers.REGISTRY_HANGS,
        Disks.STATE_FULL,
        Disks.BROKER_FULL,
        Disks.STATE_DELETED,
        Disks.STATE_CORRUPTED,
        Models.FAILS,
        Models.HANGS,
        Models.OUT_OF_MEMORY,
        Models.CRASHES,
        Devices.DEVICE_CLOCK,
        Operations.APPLICATION_CLOCK,
        Devices.FLOOD,
        Strangers.CLIENTS);
  }

  /** All kinds of faults for so long. */
  public static Scenario soak(Duration duration) {
    return Soak.of(duration);
  }

  /** Those of some rows. */
  public static List<Scenario> ofRows(List<Scenario> scenarios, Set<Integer> rows) {
    return scenarios.stream().filter(scenario -> rows.contains(scenario.row())).toList();
  }
}
