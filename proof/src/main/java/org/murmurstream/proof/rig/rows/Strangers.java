package org.murmurstream.proof.rig.rows;

import java.util.OptionalLong;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.HostileClients;
import org.murmurstream.proof.rig.deployment.HostileRecords;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Sender;

/** Rows 11 and 20: what people send who are no devices of ours. */
final class Strangers {

  /** In the long set 100,000. */
  private static final int RECORDS = 2_500;

  private static final int LONG_FACTOR = 40;
  private static final long HEAP_GROWTH = 64L << 20;

  private Strangers() {}

  static final Scenario RECORDS_QUICK =
      Scenario.of(
          "11-hostile-records",
          11,
          "Records that nobody can read",
          stage -> records(stage, RECORDS));

  static final Scenario RECORDS_LONG =
      Scenario.of(
          "11-hostile-records-100000",
          11,
          "A hundred thousand records that nobody can read",
          stage -> records(stage, RECORDS * LONG_FACTOR));

  static final Scenario GIANTS =
      Scenario.of(
          "11-giants",
          11,
          "A hundred records in a row of five megabytes each, a few kB when packed",
          Strangers::giants);

  static final Scenario CLIENTS =
      Scenario.of(
          "20-hostile-clients",
          20,
          "Connections to health and registry that say nothing, or half of something",
          Strangers::clients);

  static HostileRecords connect(Stage stage) {
    return HostileRecords.connect(stage.deployment().cluster().direct(), stage.seed());
  }

  static Sender sender(Stage stage) {
    return Sender.connect(stage.deployment().cluster().direct(), stage.ledger());
  }

  private static void records(Stage stage, int count) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    stage.load(stage.scaled(10)).await(Stage.PATIENCE);
    stage.answers().await(stage.scaled(10), Stage.PATIENCE);
    OptionalLong before = instance.usedHeap();
    stage.load(stage.scaled(10));
    stage.fire(
        count + " hostile records",
        () -> {
          try (HostileRecords hostile = connect(stage)) {
            hostile.send(count);
          }
        });
    stage.awaitIdle();
    requireUnharmed(stage, before);
  }

  private static void giants(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(10)).await(Stage.PATIENCE);
    OptionalLong before = stage.instance(0).usedHeap();
    stage.fire(
        "giant records",
        () -> {
          try (HostileRecords hostile = connect(stage)) {
            hostile.sendGiants(100);
          }
        });
    stage.load(stage.scaled(10));
    stage.awaitIdle();
    requireUnharmed(stage, before);
  }

  private static void requireUnharmed(Stage stage, OptionalLong before) throws Exception {
    Instance instance = stage.instance(0);
    stage.expect(instance.isRunning(), "the application still runs");
    if (!instance.isRunning()) {
      return;
    }
    OptionalLong after = instance.usedHeap();
    if (before.isEmpty() || after.isEmpty()) {
      stage.expect(false, "the heap can be measured");
      return;
    }
    long growth = after.getAsLong() - before.getAsLong();
    stage.note(
        "heap in use: %.1f MB before, %.1f MB more after"
            .formatted(before.getAsLong() / 1e6, growth / 1e6));
    stage.expect(growth <= HEAP_GROWTH, "the heap is within 64 MB of where it was");
  }

  private static void clients(Stage stage) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    stage.load(stage.scaled(30));
    stage.answers().await(2, Stage.PATIENCE);
    try (var onHealth = new HostileClients();
        var onRegistry = new HostileClients()) {
      stage.fire(
          "hostile connections",
          () -> {
            onHealth.open(instance.healthPort(), 500);
            onRegistry.open(stage.deployment().cluster().registryPort(), 500);
          });
      stage.note(
          "%d connections to health and %d to the registry were taken"
              .formatted(onHealth.taken(), onRegistry.taken()));
      for (int n = 0; n < 5; n++) {
        stage.expect(instance.isLive(), "it says that it lives within five seconds");
        stage.pause(0.5, 1);
      }
      // What needs the registry must get it: a new process knows no schema yet.
      instance.process().kill();
      instance.start().awaitReady();
    }
  }
}
