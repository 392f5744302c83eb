package org.murmurstream.proof.rig.deployment;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.murmurstream.data.ExamSource;
import org.murmurstream.kafka.Connection;
import org.murmurstream.sim.DeviceFleet;
import org.murmurstream.sim.FleetListener;
import org.murmurstream.sim.FleetReport;
import org.murmurstream.sim.FleetSettings;
import org.murmurstream.sim.Ledger;
import org.murmurstream.sim.LedgerEntry;
import org.murmurstream.sim.Uplink;

/** Devices that upload on a thread of their own, with a ledger. */
public final class Load implements AutoCloseable {

  private final Uplink uplink;
  private final DeviceFleet fleet;
  private final CompletableFuture<FleetReport> report = new CompletableFuture<>();
  private final Thread thread;

  private Load(Uplink uplink, DeviceFleet fleet, ExamSource exams) {
    this.uplink = uplink;
    this.fleet = fleet;
    this.thread = new Thread(() -> run(exams), "load");
    thread.setDaemon(true);
  }

  /**
   * Starts to upload.
   *
   * @param ledger stays open
   */
  public static Load start(
      Connection connection, Ledger ledger, ExamSource exams, FleetSettings settings) {
    Uplink uplink = Uplink.connect(connection);
    FleetListener listener =
        new FleetListener() {
          @Override
          public void chunkAcked(LedgerEntry entry) {
            ledger.write(entry);
          }
        };
    Load load = new Load(uplink, new DeviceFleet(settings, uplink, listener), exams);
    load.thread.start();
    return load;
  }

  public boolean isRunning() {
    return !report.isDone();
  }

  /** Waits until all is acknowledged. */
  public FleetReport await(Duration patience) throws InterruptedException {
    try {
      return report.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the devices failed", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the devices did not end within " + patience, e);
    }
  }

  /** Has the devices end where they are; {@link #await} returns soon. */
  public void stop() {
    fleet.stop();
  }

  @Override
  public void close() {
    fleet.stop();
    try {
      thread.join(Duration.ofSeconds(20).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    uplink.close();
  }

  private void run(ExamSource exams) {
    try {
      report.complete(fleet.run(exams, exams.patientIds()));
    } catch (RuntimeException | InterruptedException e) {
      report.completeExceptionally(e);
    }
  }
}
