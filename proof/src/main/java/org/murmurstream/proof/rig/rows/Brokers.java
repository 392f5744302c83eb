package org.murmurstream.proof.rig.rows;

import java.time.Duration;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.Cluster;
import org.murmurstream.proof.rig.deployment.Load;
import org.murmurstream.proof.rig.machine.TcpProxy;
import org.murmurstream.proof.rig.machine.TcpProxy.Conduct;

/** Rows 5, 6 and 13: what becomes of broker, network and registry. */
final class Brokers {

  private Brokers() {}

  static final Scenario KILLED =
      Scenario.of(
          "5-broker-killed",
          5,
          "kill -9 of the only broker and the registry, and their restart",
          Brokers::kill);

  static final Scenario NETWORK =
      Scenario.of(
          "6-network",
          6,
          "Connections to the broker cut, hanging, slow with losses",
          Brokers::disturbNetwork);

  static final Scenario REGISTRY =
      Scenario.of(
          "13-registry",
          13,
          "The registry answers 500, 404, garbage, nothing at all, or is gone; the application starts"
              + " meanwhile",
          Brokers::disturbRegistry);

  static final Scenario REGISTRY_HANGS =
      Scenario.of(
          "13-registry-hangs",
          13,
          "The registry hangs, and one record has a schema that nobody knows",
          Brokers::hangRegistry);

  private static void kill(Stage stage) throws Exception {
    stage.start(1);
    Load load = stage.load(stage.scaled(60));
    stage.answers().await(2, Stage.PATIENCE);
    Cluster cluster = stage.deployment().cluster();
    do {
      stage.fire("kill -9 of the broker", cluster::kill);
      stage.pause(0.5, 3);
      cluster.start();
      stage.pause(4, 8);
    } while (load.isRunning());
    stage.expect(stage.instance(0).isRunning(), "the application outlives the broker");
  }

  private static void disturbNetwork(Stage stage) throws Exception {
    stage.start(1);
    Load load = stage.load(stage.scaled(60));
    stage.answers().await(2, Stage.PATIENCE);
    TcpProxy network = stage.deployment().cluster().broker();
    do {
      for (Conduct conduct : new Conduct[] {Conduct.CUT, Conduct.HANG, Conduct.DELAY}) {
        stage.fire("network " + conduct, () -> network.conduct(conduct));
        stage.pause(5, 12);
        network.conduct(Conduct.PASS);
        stage.pause(2, 5);
      }
    } while (load.isRunning());
    stage.expect(stage.instance(0).isRunning(), "the application outlives a bad network");
  }

  private static void disturbRegistry(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(80));
    stage.answers().await(2, Stage.PATIENCE);
    TcpProxy registry = stage.deployment().cluster().registry();
    for (Conduct conduct :
        new Conduct[] {
          Conduct.HTTP_500, Conduct.HTTP_404, Conduct.GARBAGE, Conduct.HANG, Conduct.CUT
        }) {
      stage.fire("registry " + conduct, () -> registry.conduct(conduct));
      stage.instance(0).process().kill();
      stage.instance(0).begin();
      stage.pause(8, 12);
      registry.conduct(Conduct.PASS);
      if (!stage.instance(0).isUp(Duration.ofSeconds(60))) {
        // It may refuse to begin while the registry is away: whoever runs it starts it again.
        stage.note("refused to start while the registry's answer was " + conduct);
        stage.instance(0).start();
      }
      stage.instance(0).awaitReady();
    }
  }

  private static void hangRegistry(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(20));
    stage.answers().await(2, Stage.PATIENCE);
    TcpProxy registry = stage.deployment().cluster().registry();
    int before = stage.answers().count();
    stage.fire(
        "registry HANG and an unknown schema",
        () -> {
          registry.conduct(Conduct.HANG);
          try (var hostile = Strangers.connect(stage)) {
            hostile.sendUnknownSchemas(1);
          }
        });
    stage.load(stage.scaled(40));
    stage.await(
        "answers in other partitions while the registry hangs",
        Duration.ofSeconds(60),
        () -> stage.answers().count() >= before + 5);
    registry.conduct(Conduct.PASS);
  }
}
