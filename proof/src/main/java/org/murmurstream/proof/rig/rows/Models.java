package org.murmurstream.proof.rig.rows;

import java.time.Duration;
import java.util.Optional;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Load;
import org.murmurstream.proof.rig.ear.EarTrouble;
import org.murmurstream.proof.rig.ear.TroubledEar;
import org.murmurstream.proof.rig.machine.ForkedJvm.Signal;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;

/** Row 16: what becomes of the model. */
final class Models {

  private Models() {}

  static final Scenario FAILS =
      Scenario.of(
          "16-model-fails",
          16,
          "The model throws, or gives no numbers, on some exams",
          Models::fail);

  static final Scenario HANGS =
      Scenario.of(
          "16-model-hangs",
          16,
          "The model hangs for twenty seconds",
          stage ->
              trouble(
                  stage, "model hangs", new EarTrouble(5, Optional.of(Duration.ofSeconds(20)))));

  static final Scenario OUT_OF_MEMORY =
      Scenario.of(
          "16-model-out-of-memory",
          16,
          "The model runs out of memory",
          stage -> trouble(stage, "model out of memory", new EarTrouble(5, Optional.empty())));

  static final Scenario CRASHES =
      Scenario.of("16-native-crash", 16, "Native code crashes the process", Models::crash);

  private static void fail(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(40));
    var fleet = new FleetSettings(0.25, 4, 2, Faults.NONE, 1);
    stage.fire(
        "model throws",
        () -> stage.load(stage.exams(stage.scaled(4), 2).beginningWith(TroubledEar.THROWS), fleet));
    stage.fire(
        "model gives no numbers",
        () ->
            stage.load(
                stage.exams(stage.scaled(4), 2).beginningWith(TroubledEar.NOT_A_NUMBER), fleet));
  }

  private static void trouble(Stage stage, String fault, EarTrouble trouble) throws Exception {
    Instance instance = stage.instance(0).with(trouble.settings());
    stage.start(1);
    instance.without(trouble.settings().keySet().toArray(String[]::new));
    Load load = stage.load(stage.scaled(60));
    stage.fire(fault, () -> stage.answers().await(1, Stage.PATIENCE));
    while (load.isRunning()) {
      stage.pause(1, 2);
      if (!instance.isRunning()) {
        stage.note("the application ended, and was started again");
        instance.start().awaitReady();
      }
    }
    if (!instance.isRunning()) {
      instance.start().awaitReady();
    }
  }

  private static void crash(Stage stage) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    Load load = stage.load(stage.scaled(40));
    stage.answers().await(2, Stage.PATIENCE);
    do {
      stage.fire("SIGSEGV", () -> instance.process().send(Signal.SEGV));
      stage.expect(
          instance.process().awaitEnd(Duration.ofSeconds(30)).isPresent(), "a crash ends it");
      instance.start().awaitReady();
      stage.pause(1, 4);
    } while (load.isRunning());
  }
}
