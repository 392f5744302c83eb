package org.murmurstream.sim;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.core.exam.CycleMarks;
import org.murmurstream.core.exam.RecordingId;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;

/** One stethoscope: uploads one exam after the other, each chunk when it would be ready. */
final class Device {

  private final String deviceId;
  private final FleetSettings settings;
  private final Uplink uplink;
  private final FleetListener listener;
  private final Tally tally;
  private final CountDownLatch stopped;

  Device(
      String deviceId,
      FleetSettings settings,
      Uplink uplink,
      FleetListener listener,
      Tally tally,
      CountDownLatch stopped) {
    this.deviceId = deviceId;
    this.settings = settings;
    this.uplink = uplink;
    this.listener = listener;
    this.tally = tally;
    this.stopped = stopped;
  }

  /**
   * Uploads one exam: its chunks, then what clinicians found and experts marked. Returns when all
   * is on its way, or early when the fleet is stopped.
   */
  void upload(ExamRecordings exam) throws InterruptedException {
    UploadPlan plan = UploadPlan.of(exam, settings.chunkSeconds(), settings.faults());
    listener.examStarted(exam, deviceId);
    // One more than is sent, so that it cannot reach zero before everything is on its way.
    AtomicInteger awaited = new AtomicInteger(1);
    Consumer<RecordMetadata> acked = metadata -> settle(exam, awaited);
    long start = System.nanoTime();
    Instant begin = beginning(exam);
    for (PlannedChunk planned : plan.uploads()) {
      if (isStoppedBy(start, planned.dueSeconds())) {
        return;
      }
      send(exam, planned, begin, awaited, acked);
    }
    tally.planned(plan);
    exam.diagnosis()
        .ifPresent(
            diagnosis -> {
              awaited.incrementAndGet();
              uplink.send(diagnosis, acked);
            });
    for (SiteRecording recording : exam.recordings()) {
      if (!recording.marks().isEmpty()) {
        awaited.incrementAndGet();
        uplink.send(marks(exam, recording), acked);
      }
    }
    settle(exam, awaited);
  }

  private void send(
      ExamRecordings exam,
      PlannedChunk planned,
      Instant begin,
      AtomicInteger awaited,
      Consumer<RecordMetadata> acked) {
    Chunk chunk = planned.of(exam, deviceId);
    String sha256 = Sha256.of(chunk.samples());
    awaited.incrementAndGet();
    uplink.send(
        chunk,
        begin.plusMillis(Math.round(planned.beginSeconds() * 1000)),
        metadata -> {
          tally.acked();
          listener.chunkAcked(LedgerEntry.of(chunk, sha256, metadata));
          acked.accept(metadata);
        });
  }

  private void settle(ExamRecordings exam, AtomicInteger awaited) {
    if (awaited.decrementAndGet() == 0) {
      tally.examAcked();
      listener.examAcked(exam);
    }
  }

  /** Waits until a moment of the exam has come; true if the fleet is stopped before. */
  private boolean isStoppedBy(long start, double dueSeconds) throws InterruptedException {
    if (settings.speed() == 0) {
      return stopped.getCount() == 0;
    }
    long due = start + (long) (dueSeconds / settings.speed() * TimeUnit.SECONDS.toNanos(1));
    return stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** Uploading faster than in life, the device sends what it has recorded before. */
  private Instant beginning(ExamRecordings exam) {
    double seconds = exam.recordings().stream().mapToDouble(r -> r.audio().seconds()).sum();
    double hurry = settings.speed() == 0 ? 1 : Math.max(0, 1 - 1 / settings.speed());
    return Instant.now().minusMillis(Math.round(seconds * hurry * 1000));
  }

  private static CycleMarks marks(ExamRecordings exam, SiteRecording recording) {
    return new CycleMarks(
        exam.patientId(),
        exam.examId(),
        new RecordingId(recording.site(), recording.index()),
        recording.marks());
  }
}
