package org.murmurstream.benchmarks.fork.main;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.murmurstream.benchmarks.fork.Figure;

/** What the consumers of an application in this JVM have read, as they tell it by JMX. */
final class Consumption {

  private static final String CONSUMERS =
      "kafka.consumer:type=consumer-fetch-manager-metrics,client-id=*";
  private static final String RESTORING = "restore-consumer";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private boolean begun;
  private long lookedBefore = System.nanoTime();
  private double restored;
  private long restoringSince;
  private long restoredAt;

  /** Looks; what lies between two looks is not known any better. */
  synchronized void look() {
    long now = System.nanoTime();
    double restoredBytes = 0;
    try {
      for (ObjectName name : beans.queryNames(new ObjectName(CONSUMERS), null)) {
        if (name.getKeyProperty("client-id").endsWith(RESTORING)) {
          restoredBytes += value(name, "bytes-consumed-total");
        } else {
          begun |= value(name, "records-consumed-total") > 0;
        }
      }
    } catch (JMException e) {
      // a consumer was closed meanwhile; the next look tells
    }
    if (restoredBytes > restored) {
      restoringSince = restored == 0 ? lookedBefore : restoringSince;
      restored = restoredBytes;
      restoredAt = now;
    }
    lookedBefore = now;
  }

  /** Whether a record of the main consumers has been read. */
  synchronized boolean hasBegun() {
    return begun;
  }

  synchronized Map<Figure, Double> restored() {
    return Map.of(
        Figure.RESTORED_BYTES,
        restored,
        Figure.RESTORING_SECONDS,
        (restoredAt - restoringSince) / (double) TimeUnit.SECONDS.toNanos(1));
  }

  private double value(ObjectName name, String attribute) throws JMException {
    return beans.getAttribute(name, attribute) instanceof Number number ? number.doubleValue() : 0;
  }
}
