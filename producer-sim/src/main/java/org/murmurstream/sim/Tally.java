package org.murmurstream.sim;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the devices of a fleet do. */
final class Tally {

  private final LongAdder exams = new LongAdder();
  private final LongAdder uploads = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder repeated = new LongAdder();

  void planned(UploadPlan plan) {
    lost.add(plan.lost());
    repeated.add(plan.repeated());
  }

  void acked() {
    uploads.increment();
  }

  void examAcked() {
    exams.increment();
  }

  FleetReport report(boolean stopped) {
    return new FleetReport(exams.intValue(), uploads.sum(), lost.sum(), repeated.sum(), stopped);
  }
}
