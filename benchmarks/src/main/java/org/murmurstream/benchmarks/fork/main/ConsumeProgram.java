package org.murmurstream.benchmarks.fork.main;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.murmurstream.benchmarks.fork.Figure;
import org.murmurstream.kafka.Connection;

/** Reads a topic and does nothing with it. Its arguments are the broker and the topic. */
public final class ConsumeProgram {

  private ConsumeProgram() {}

  public static void main(String[] args) throws InterruptedException {
    var bytes = new AtomicLong();
    Stint stint = Stint.begin(() -> Map.of(Figure.READ_BYTES, bytes.doubleValue()));
    try (var topic = new WholeTopic(new Connection(args[0], ""), args[1])) {
      stint.ready();
      boolean begun = false;
      while (!topic.isRead()) {
        if (!topic.poll().isEmpty() && !begun) {
          begun = true;
          stint.begun();
        }
      }
      bytes.set(topic.bytes());
      stint.done();
    }
  }
}
