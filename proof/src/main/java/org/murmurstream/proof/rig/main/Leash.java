package org.murmurstream.proof.rig.main;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.murmurstream.proof.rig.machine.Protocol;

/**
 * Ties a forked program to the JVM that forked it: it answers questions on its standard input, and
 * ends at once when that ends, so that no rig that was killed leaves programs behind.
 */
final class Leash {

  private Leash() {}

  static void tie() {
    Thread thread = new Thread(Leash::obey, "leash");
    thread.setDaemon(true);
    thread.start();
  }

  static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void obey() {
    try (var questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        if (line.equals(Protocol.HEAP)) {
          say(Protocol.HEAP + " " + usedHeap());
        } else if (line.equals(Protocol.THREADS)) {
          tellThreads();
        }
      }
    } catch (IOException e) {
      // the same as its end
    }
    Runtime.getRuntime().halt(1);
  }

  /** Into the log. */
  private static void tellThreads() {
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              System.err.printf("%s %s%n", thread.getName(), thread.getState());
              Arrays.stream(frames).forEach(frame -> System.err.println("  at " + frame));
            });
  }

  /** After a collection. */
  private static long usedHeap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
