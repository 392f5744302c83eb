package org.murmurstream.proof.rig.rows;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.proof.rig.Scenario;
import org.murmurstream.proof.rig.Stage;
import org.murmurstream.proof.rig.deployment.NoiseExams;
import org.murmurstream.proof.rig.deployment.Sender;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;

/** Rows 7 to 10, 19 and 20: what devices do. */
final class Devices {

  private static final double CHUNK_SECONDS = 0.25;

  private Devices() {}

  static final Scenario DUPLICATES =
      Scenario.of(
          "7-duplicates",
          7,
          "Every chunk up to many times, and all once more after the answers",
          Devices::duplicate);

  static final Scenario DISORDER =
      Scenario.of(
          "8-disorder", 8, "Chunks of all sites of an exam in any order", Devices::disorder);

  static final Scenario LATE =
      new Scenario(
          "9-late-and-missing",
          9,
          "Chunks and sites that never come; and that come after the deadline has decided",
          Map.of("gather.progress.timeout", "8s"),
          Devices::late);

  static final Scenario CONFLICTS =
      Scenario.of(
          "10-conflicts",
          10,
          "Chunks sent again with other content; two devices with one exam",
          Devices::conflict);

  static final Scenario DEVICE_CLOCK =
      Scenario.of(
          "19-device-clock",
          19,
          "Devices whose clocks are ten years off, or no dates at all",
          Devices::skew);

  static final Scenario FLOOD =
      new Scenario(
          "20-flood",
          20,
          "One device begins thousands of exams, in chunks of two samples, and in the largest",
          Map.of("gather.progress.timeout", "30s"),
          Devices::flood);

  private static FleetSettings fleet(Faults faults) {
    return new FleetSettings(CHUNK_SECONDS, 0, 6, faults, 1);
  }

  private static void duplicate(Stage stage) throws Exception {
    stage.start(1);
    NoiseExams exams = stage.exams(stage.scaled(30), 2);
    stage.fire(
        "every chunk 1 to n times",
        () -> stage.load(exams, fleet(new Faults(0, 0.6, 20, stage.seed()))).await(Stage.PATIENCE));
    stage.await("answers", Stage.PATIENCE, () -> stage.answers().count() >= stage.scaled(30));
    stage.fire(
        "all chunks again", () -> stage.load(exams, fleet(Faults.NONE)).await(Stage.PATIENCE));
  }

  private static void disorder(Stage stage) throws Exception {
    stage.start(1);
    stage.fire(
        "disorder",
        () ->
            stage
                .load(
                    stage.exams(stage.scaled(50), 3), fleet(new Faults(0, 0, 10_000, stage.seed())))
                .await(Stage.PATIENCE));
  }

  private static void late(Stage stage) throws Exception {
    stage.start(1);
    int count = stage.scaled(30);
    NoiseExams exams = stage.exams(count, 2);
    stage.fire(
        "chunks lost",
        () -> stage.load(exams, fleet(new Faults(0.05, 0, 8, stage.seed()))).await(Stage.PATIENCE));
    stage.await("answers at the deadline", Stage.PATIENCE, () -> stage.answers().count() >= count);
    stage.fire(
        "lost chunks late", () -> stage.load(exams, fleet(Faults.NONE)).await(Stage.PATIENCE));
  }

  private static void conflict(Stage stage) throws Exception {
    stage.start(1);
    NoiseExams exams = stage.exams(stage.scaled(20), 2);
    try (Sender sender = Strangers.sender(stage)) {
      for (String patientId : exams.patientIds()) {
        List<Chunk> chunks = Sender.chunks(exams.examine(patientId, 1), "device-1");
        for (Chunk chunk : chunks) {
          sender.send(chunk);
          if (stage.rng().chance(0.3)) {
            stage.fire("other content", () -> sender.send(changed(chunk, chunk.deviceId())));
          }
          if (stage.rng().chance(0.1)) {
            stage.fire("another device", () -> sender.send(changed(chunk, "device-2")));
          }
        }
      }
      sender.flush();
    }
  }

  private static Chunk changed(Chunk chunk, String deviceId) {
    byte[] samples = chunk.samples().clone();
    samples[0] ^= 1;
    return new Chunk(
        chunk.patientId(),
        chunk.examId(),
        deviceId,
        chunk.recording(),
        chunk.sequence(),
        chunk.last(),
        chunk.sampleRateHz(),
        samples,
        chunk.announced());
  }

  private static void skew(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(30));
    NoiseExams exams = stage.exams(stage.scaled(30), 2);
    List<Instant> clocks =
        List.of(
            Instant.now().plus(Duration.ofDays(3650)),
            Instant.now().minus(Duration.ofDays(3650)),
            Instant.EPOCH,
            Instant.ofEpochMilli(Long.MAX_VALUE),
            Instant.ofEpochMilli(Long.MIN_VALUE));
    try (Sender sender = Strangers.sender(stage)) {
      for (String patientId : exams.patientIds()) {
        for (Chunk chunk : Sender.chunks(exams.examine(patientId, 1), "skewed")) {
          stage.fire("skewed clock", () -> sender.send(chunk, stage.rng().pick(clocks)));
        }
      }
      sender.flush();
    }
  }

  private static void flood(Stage stage) throws Exception {
    stage.start(1);
    stage.load(stage.scaled(60));
    stage.answers().await(2, Stage.PATIENCE);
    NoiseExams exams = stage.exams(stage.scaled(1000), 0.6);
    List<Chunk> chunks = new ArrayList<>();
    for (String patientId : exams.patientIds()) {
      Chunk first = Sender.chunks(exams.examine(patientId, 1), "flooding").get(0);
      chunks.add(first);
    }
    for (Chunk chunk : List.copyOf(chunks).subList(0, stage.scaled(25))) {
      for (int sequence = 1; sequence < 200; sequence++) {
        chunks.add(tiny(chunk, sequence));
      }
      chunks.add(resized(chunk, 300, 250 * 1024));
    }
    Collections.shuffle(chunks, new Random(stage.seed()));
    stage.fire(
        "flood",
        () -> {
          try (Sender sender = Strangers.sender(stage)) {
            chunks.forEach(sender::send);
            sender.flush();
          }
        });
    stage.note("%d chunks of one device".formatted(chunks.size()));
  }

  private static Chunk tiny(Chunk chunk, int sequence) {
    return resized(chunk, sequence, 4);
  }

  private static Chunk resized(Chunk chunk, int sequence, int bytes) {
    return new Chunk(
        chunk.patientId(),
        chunk.examId(),
        chunk.deviceId(),
        chunk.recording(),
        sequence,
        false,
        chunk.sampleRateHz(),
        Arrays.copyOf(chunk.samples(), bytes),
        chunk.announced());
  }
}
