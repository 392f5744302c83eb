package org.murmurstream.proof.rig.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.murmurstream.proof.rig.CannotBeHad;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Load;

/** Rows 3, 9 and 19: what operators change, and what their machines' clocks do. */
final class Operations {

  private static final Map<String, String> SHORT_LIFE =
      Map.of(
          "gather.progress.timeout", "6s",
          "gather.total.timeout", "60s",
          "gather.revision.window", "12s",
          "gather.remembrance", "30s");

  /** An exam must not be forgotten while a busy machine still has chunks of it to read. */
  private static final Map<String, String> LONG_MEMORY =
      Map.of(
          "gather.progress.timeout", "6s",
          "gather.total.timeout", "60s",
          "gather.revision.window", "12s",
          "gather.remembrance", "20m");

  /** Each is set so, then otherwise, then back. */
  private static final Map<String, List<String>> CHANGES =
      new TreeMap<>(
          Map.of(
              "gather.revision.window", List.of("20s", "5s"),
              "gather.progress.timeout", List.of("9s", "5s"),
              "gather.total.timeout", List.of("120s", "30s"),
              "gather.remembrance", List.of("40m", "15m"),
              "gather.max.patient.exams", List.of("100", "4"),
              "gather.max.device.exams", List.of("1000", "64"),
              "gather.max.chunk.bytes", List.of("200000", "100000"),
              "inference.max.batch", List.of("64", "1"),
              "inference.queue.capacity", List.of("512", "2"),
              "inference.tick", List.of("500ms", "20ms")));

  /** It notices at once; the streams may take their time to close. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

  private static final List<Path> FAKETIME =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
          Path.of("/usr/lib/faketime/libfaketimeMT.so.1"));

  private Operations() {}

  static final Scenario SETTINGS_QUICK =
      new Scenario(
          "9-changed-window",
          9,
          "The window of revisions is changed between two runs",
          SHORT_LIFE,
          stage -> change(stage, "gather.revision.window", "20s", "5s"));

  static final Scenario SETTINGS =
      new Scenario(
          "9-changed-settings",
          9,
          "Durations and limits are changed up and down, in the middle of exams",
          LONG_MEMORY,
          Operations::changeAll);

  static final Scenario APPLICATION_CLOCK =
      Scenario.of(
          "19-application-clock",
          19,
          "The application's clock jumps an hour forth and back",
          Operations::jump);

  private static void change(Stage stage, String key, String up, String down) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    stage.load(stage.scaled(30));
    stage.answers().await(5, Stage.PATIENCE);
    for (String value : List.of(up, down)) {
      restart(stage, key, value);
      stage.pause(4, 6);
    }
    outlive(stage, instance);
  }

  private static void changeAll(Stage stage) throws Exception {
    stage.start(1);
    Load load = stage.load(stage.scaled(100));
    stage.answers().await(5, Stage.PATIENCE);
    for (Map.Entry<String, List<String>> each : CHANGES.entrySet()) {
      for (String value : each.getValue()) {
        restart(stage, each.getKey(), value);
        stage.pause(1, 4);
      }
      stage.instance(0).without(each.getKey()).with(onlyOf(each.getKey()));
    }
    outlive(stage, stage.instance(0));
    stage.note("the load %s".formatted(load.isRunning() ? "went on to the end" : "ended before"));
  }

  private static Map<String, String> onlyOf(String key) {
    return LONG_MEMORY.containsKey(key) ? Map.of(key, LONG_MEMORY.get(key)) : Map.of();
  }

  private static void restart(Stage stage, String key, String value) throws Exception {
    Instance instance = stage.instance(0);
    stage.fire(
        "%s=%s".formatted(key, value),
        () -> {
          if (stage.rng().chance(0.5)) {
            instance.process().kill();
          } else {
            Processes.end(stage, instance);
          }
        });
    instance.with(Map.of(key, value)).start().awaitReady();
  }

  /** Until every deadline that was set under earlier settings has passed. */
  private static void outlive(Stage stage, Instance instance) throws Exception {
    stage.awaitIdle();
    stage.pause(40, 42);
    stage.expect(instance.isRunning(), "the application outlives the deadlines of other settings");
  }

  private static void jump(Stage stage) throws Exception {
    Path library =
        FAKETIME.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new CannotBeHad("there is no libfaketime; Debian's package is faketime"));
    Path clock = stage.deployment().directory().resolve("clock");
    set(clock, "+0");
    stage
        .instance(0)
        .withEnvironment(
            Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // Else every timed wait of the JVM returns at once, and all its threads spin.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"));
    stage.start(1);
    Load load = stage.load(stage.scaled(60));
    stage.answers().await(2, Stage.PATIENCE);
    do {
      for (String offset : List.of("+1h", "-1h", "+0")) {
        stage.fire("clock " + offset, () -> set(clock, offset));
        if (offset.equals("-1h")) {
          restartAfterSetBack(stage);
        }
        stage.pause(4, 8);
      }
    } while (load.isRunning());
    stage.expect(stage.instance(0).isRunning(), "the application outlives a clock set forth");
  }

  /** It is to end by itself, and whoever keeps it running starts it again. */
  private static void restartAfterSetBack(Stage stage) throws Exception {
    Instance instance = stage.instance(0);
    OptionalInt status = instance.process().awaitEnd(ENDS_WITHIN);
    stage.expect(
        status.isPresent() && status.getAsInt() != 0,
        "the application ends, and not as if all were well, when its clock is set back");
    instance.start().awaitReady();
  }

  private static void set(Path clock, String offset) throws IOException {
    Files.writeString(clock, offset + "\n");
  }
}
