package org.murmurstream.proof.rig.deployment;

import java.time.Instant;
import java.util.List;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.exam.Chunk;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.kafka.Connection;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.Ledger;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.sim.Uplink;
import org.murmurstream.sim.UploadPlan;

/** Sends chunks one by one, as they are given, and keeps the ledger. */
public final class Sender implements AutoCloseable {

  private static final double CHUNK_SECONDS = 0.25;

  private final Uplink uplink;
  private final Ledger ledger;

  private Sender(Uplink uplink, Ledger ledger) {
    this.uplink = uplink;
    this.ledger = ledger;
  }

  /**
   * Connects.
   *
   * @param ledger stays open
   */
  public static Sender connect(Connection connection, Ledger ledger) {
    return new Sender(Uplink.connect(connection), ledger);
  }

  /** The chunks of an exam, in order. */
  public static List<Chunk> chunks(ExamRecordings exam, String deviceId) {
    return chunks(exam, deviceId, CHUNK_SECONDS);
  }

  /** Likewise, of another length. */
  public static List<Chunk> chunks(ExamRecordings exam, String deviceId, double chunkSeconds) {
    return UploadPlan.of(exam, chunkSeconds, Faults.NONE).uploads().stream()
        .map(planned -> planned.of(exam, deviceId))
        .toList();
  }

  /** Sends a chunk that was begun now. */
  public void send(Chunk chunk) {
    send(chunk, Instant.now());
  }

  /** Sends a chunk that was begun whenever the device says. */
  public void send(Chunk chunk, Instant recordedAt) {
    String sha256 = Sha256.of(chunk.samples());
    uplink.send(
        chunk, recordedAt, metadata -> ledger.write(LedgerEntry.of(chunk, sha256, metadata)));
  }

  /** Waits until all is acknowledged. */
  public void flush() {
    uplink.flush();
  }

  @Override
  public void close() {
    uplink.close();
  }
}
