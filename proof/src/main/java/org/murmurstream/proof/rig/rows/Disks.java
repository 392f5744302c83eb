package org.murmurstream.proof.rig.rows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.murmurstream.proof.rig.CannotBeHad;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.Cluster;
import org.murmurstream.proof.rig.deployment.Folder;
import org.murmurstream.proof.rig.deployment.Instance;
import org.murmurstream.proof.rig.deployment.Load;
import org.murmurstream.proof.rig.machine.SmallDisk;

/** Rows 14 and 15: what becomes of disks. */
final class Disks {

  private static final int STATE_MEGABYTES = 64;
  private static final int BROKER_MEGABYTES = 400;
  private static final int MOST_STARTS = 4;
  private static final Duration HALT_WITHIN = Duration.ofSeconds(60);

  private Disks() {}

  static final Scenario STATE_FULL =
      Scenario.of(
          "14-state-disk-full",
          14,
          "The disk of the stores is full, and then has room again",
          Disks::fillState);

  static final Scenario BROKER_FULL =
      Scenario.of(
          "14-broker-disk-full",
          14,
          "The broker's disk is full, and then has room again",
          Disks::fillBroker);

  static final Scenario STATE_DELETED =
      Scenario.of(
          "15-state-deleted", 15, "The stores are deleted between two runs", Disks::deleteState);

  static final Scenario STATE_CORRUPTED =
      Scenario.of(
          "15-state-corrupted",
          15,
          "Bits of the stores' files flip between two runs",
          Disks::corruptState);

  private static void fillState(Stage stage) throws Exception {
    Instance instance = stage.instance(0);
    try (SmallDisk disk = disk(instance.stateDirectory(), STATE_MEGABYTES)) {
      stage.start(1);
      Load load = stage.load(stage.scaled(60));
      stage.answers().await(2, Stage.PATIENCE);
      do {
        Path filler = new Folder(disk.directory()).fillDisk();
        stage.fire("disk of the stores full", () -> instance.process().kill());
        instance.begin();
        boolean up = instance.isUp(Duration.ofSeconds(30));
        stage.pause(5, 8);
        boolean quiet = up && instance.isRunning() && instance.isReady();
        stage.note(
            "with a full disk it was %s"
                .formatted(!instance.isRunning() ? "ended" : quiet ? "ready" : "not ready"));
        Files.delete(filler);
        revive(instance);
        stage.pause(3, 6);
      } while (load.isRunning());
      revive(instance);
      stage.verify();
      instance.close();
    }
  }

  private static void fillBroker(Stage stage) throws Exception {
    Cluster cluster = stage.deployment().cluster();
    cluster.kill();
    Path small = stage.deployment().directory().resolve("disk");
    try (SmallDisk disk = disk(small, BROKER_MEGABYTES)) {
      cluster.beginAnewIn(disk.directory().resolve("cluster"));
      cluster.start();
      stage.start(1);
      Load load = stage.load(stage.scaled(60));
      stage.answers().await(2, Stage.PATIENCE);
      do {
        Folder folder = new Folder(disk.directory());
        Path[] filler = new Path[1];
        stage.fire("disk of the broker full", () -> filler[0] = folder.fillDisk());
        boolean halted = cluster.process().awaitEnd(HALT_WITHIN).isPresent();
        stage.note("the broker %s".formatted(halted ? "halted" : "went on, refusing"));
        Files.delete(filler[0]);
        cluster.kill();
        cluster.start();
        stage.pause(6, 10);
      } while (load.isRunning());
      stage.verify();
      stage.deployment().close();
    }
  }

  private static void deleteState(Stage stage) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    Load load = stage.load(stage.scaled(60));
    stage.answers().await(2, Stage.PATIENCE);
    boolean orderly = true;
    do {
      if (orderly) {
        Processes.end(stage, instance);
      } else {
        instance.process().kill();
      }
      orderly = !orderly;
      stage.fire("stores deleted", () -> new Folder(instance.stateDirectory()).delete());
      instance.start().awaitReady();
      stage.pause(2, 5);
    } while (load.isRunning());
  }

  private static void corruptState(Stage stage) throws Exception {
    stage.start(1);
    Instance instance = stage.instance(0);
    Load load = stage.load(stage.scaled(60));
    stage.answers().await(2, Stage.PATIENCE);
    do {
      Processes.end(stage, instance);
      stage.fire(
          "stores corrupted",
          () ->
              stage.note(
                  "%d files corrupted"
                      .formatted(
                          new Folder(instance.stateDirectory())
                              .corrupt(stage.rng(), file -> stage.rng().chance(0.5)))));
      // Whoever runs it starts it again when it ends; more must not be necessary.
      int starts = 1;
      while (!instance.tryStart() && starts < MOST_STARTS) {
        starts++;
      }
      stage.note("starts on corrupted stores: %d".formatted(starts));
      stage.expect(instance.isRunning(), "it runs on corrupted stores after some starts");
      if (!instance.isRunning()) {
        return;
      }
      stage.pause(2, 5);
    } while (load.isRunning());
  }

  private static void revive(Instance instance) throws InterruptedException {
    if (!instance.isRunning()) {
      instance.start();
    }
  }

  private static SmallDisk disk(Path directory, int megabytes)
      throws CannotBeHad, InterruptedException {
    return SmallDisk.mount(directory, megabytes)
        .orElseThrow(() -> new CannotBeHad("a small disk is a mount, and only root may mount one"));
  }
}
