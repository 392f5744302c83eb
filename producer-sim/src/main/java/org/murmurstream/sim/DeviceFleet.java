package org.murmurstream.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.murmurstream.data.ExamSource;

/**
 * Electronic stethoscopes that upload exams at the same time.
 *
 * <pre>{@code
 * try (Uplink uplink = Uplink.connect(connection)) {
 *   var fleet = new DeviceFleet(FleetSettings.fast(), uplink, listener);
 *   var hearts = new SyntheticHearts(12, seed, ClassMix.REALISTIC);
 *   FleetReport report = fleet.run(hearts, hearts.patientIds());
 * }
 * }</pre>
 */
public final class DeviceFleet {

  private final FleetSettings settings;
  private final Uplink uplink;
  private final FleetListener listener;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param uplink stays open
   */
  public DeviceFleet(FleetSettings settings, Uplink uplink, FleetListener listener) {
    this.settings = settings;
    this.uplink = uplink;
    this.listener = listener;
  }

  /**
   * Examines these patients and uploads everything; returns when all of it is acknowledged, or,
   * after {@link #stop}, what had been sent until then. To be called once.
   *
   * @throws UplinkException if anything could not be sent; the devices have stopped then
   * @throws org.murmurstream.core.UserException if a patient's data cannot be read; likewise
   * @throws InterruptedException if interrupted; likewise
   */
  public FleetReport run(ExamSource source, List<String> patientIds) throws InterruptedException {
    Tally tally = new Tally();
    ExecutorService threads = Executors.newFixedThreadPool(settings.devices(), DeviceFleet::thread);
    try {
      var devices = new ExecutorCompletionService<Void>(threads);
      for (int n = 0; n < settings.devices(); n++) {
        List<String> mine = everyNth(patientIds, n);
        Device device = new Device("sim-" + (n + 1), settings, uplink, listener, tally, stopped);
        devices.submit(
            () -> {
              examineAll(device, source, mine);
              return null;
            });
      }
      for (int n = 0; n < settings.devices(); n++) {
        devices.take().get();
      }
      uplink.flush();
      return tally.report(stopped.getCount() == 0);
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      stop();
      threads.shutdownNow();
    }
  }

  /** Lets every device finish the chunk it is at, and {@link #run} return. */
  public void stop() {
    stopped.countDown();
  }

  private void examineAll(Device device, ExamSource source, List<String> patientIds)
      throws InterruptedException {
    for (String patientId : patientIds) {
      if (stopped.getCount() == 0) {
        return;
      }
      device.upload(source.examine(patientId, settings.visit()));
    }
  }

  private List<String> everyNth(List<String> patientIds, int first) {
    List<String> mine = new ArrayList<>();
    for (int i = first; i < patientIds.size(); i += settings.devices()) {
      mine.add(patientIds.get(i));
    }
    return mine;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "device");
    thread.setDaemon(true);
    return thread;
  }

  private static RuntimeException unwrapped(ExecutionException failed) {
    if (failed.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    return new IllegalStateException("a device failed", failed.getCause());
  }
}
