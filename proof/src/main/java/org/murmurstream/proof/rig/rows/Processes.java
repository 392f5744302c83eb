package org.murmurstream.proof.rig.rows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Load;
import org.murmurstream.proof.rig.machine.ForkedJvm.Signal;
import org.murmurstream.proof.rig.machine.Protocol;

/** Rows 1 to 4: what becomes of processes. */
final class Processes {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(90);

  /** After so long it is asked what it does. */
  private static final Duration SLOWLY = Duration.ofSeconds(40);

  private Processes() {}

  static final Scenario KILLED =
      Scenario.of(
          "1-application-killed",
          1,
          "kill -9 of the application, again and again",
          Processes::kill);

  static final Scenario FROZEN =
      Scenario.of(
          "2-application-frozen",
          2,
          "SIGSTOP past session and transaction time-outs, SIGCONT",
          Processes::freeze);

  static final Scenario TERMINATED =
      Scenario.of(
          "3-rolling-restart",
          3,
          "SIGTERM under load, one instance after the other",
          Processes::roll);

  static final Scenario SCALED =
      Scenario.of("4-scaled", 4, "1, 2, 3, 2, 1 instances", Processes::scale);

  static final Scenario SCALED_STATIC =
      Scenario.of(
          "4-scaled-static",
          4,
          "1, 2, 3, 2, 1 instances with static membership",
          stage -> {
            for (int n = 0; n < 3; n++) {
              stage.instance(n).with(Map.of("kafka.group.instance.id", "rig-" + n));
            }
            scale(stage);
          });

  static final Scenario SCALED_STREAMS =
      new Scenario(
          "4-scaled-streams-protocol",
          4,
          "1, 2, 3, 2, 1 instances by the streams protocol",
          Map.of("kafka.group.protocol", "streams"),
          Processes::scale);

  private static void kill(Stage stage) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    Load load = stage.load(stage.scaled(80));
    stage.answers().await(2, Stage.PATIENCE);
    do {
      stage.fire("kill -9", () -> instance.process().kill());
      instance.start();
      // Sometimes during restoration, sometimes long after it.
      stage.pause(0.2, 6);
    } while (load.isRunning());
    instance.awaitReady();
  }

  private static void freeze(Stage stage) throws Exception {
    stage.start(2);
    stage.load(stage.scaled(80));
    stage.answers().await(2, Stage.PATIENCE);
    for (int n = 0; n < stage.scaled(1); n++) {
      Instance frozen = stage.instance(n % 2);
      stage.fire("SIGSTOP", () -> frozen.process().send(Signal.STOP));
      stage.pause(14, 16);
      stage.fire("SIGCONT", () -> frozen.process().send(Signal.CONT));
      stage.pause(1, 3);
    }
    for (Instance instance : stage.deployment().instances()) {
      stage.expect(instance.isRunning(), "an instance that was frozen goes on");
    }
  }

  private static void roll(Stage stage) throws Exception {
    stage.start(2);
    stage.load(stage.scaled(80));
    stage.answers().await(2, Stage.PATIENCE);
    for (int n = 0; n < stage.scaled(3); n++) {
      Instance instance = stage.instance(n % 2);
      end(stage, instance);
      instance.start().awaitReady();
    }
  }

  private static void scale(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(80));
    stage.answers().await(2, Stage.PATIENCE);
    for (int n : List.of(1, 2)) {
      stage.fire("instance more", () -> stage.instance(n).start().awaitReady());
      stage.pause(1, 3);
    }
    for (int n : List.of(0, 1)) {
      end(stage, stage.instance(n));
      stage.pause(1, 3);
    }
  }

  /**
   * SIGTERM, which leaves status 0 if it is running; else, as without brokers or while a rebalance
   * waits for an instance that was killed, it just ends.
   */
  static void end(Stage stage, Instance instance) throws Exception {
    boolean running = instance.isSettled();
    stage.fire("SIGTERM", () -> instance.process().send(Signal.TERM));
    long start = System.nanoTime();
    OptionalInt status = instance.process().awaitEnd(SLOWLY);
    if (status.isEmpty()) {
      instance.process().say(Protocol.THREADS);
      status = instance.process().awaitEnd(CLOSE_WITHIN.minus(SLOWLY));
    }
    stage.note(
        "%sclosed in %.1f s"
            .formatted(running ? "" : "not running, ", (System.nanoTime() - start) / 1e9));
    stage.expect(
        status.equals(OptionalInt.of(0)) || (!running && status.isPresent()),
        "SIGTERM leaves status 0, was " + status);
  }
}
