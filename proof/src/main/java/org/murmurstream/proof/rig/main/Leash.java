package org.murmurstream.proof.rig.main;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.murmurstream.proof.rig.machine.Protocol;

/**
 * Ties a forked program to the JVM that forked it: it answers questions on its standard input, and
 * ends at once when that ends, so that no rig that was killed leaves programs behind.
 */
public final class Leash {

  private Leash() {}

  /** Ties this program. */
  public static void tie() {
    tie(Map.of());
  }

  /**
   * Ties this program, which has answers to questions of its own.
   *
   * @param answers to each question; asked for by the leash's thread, and said behind the question
   */
  public static void tie(Map<String, Supplier<String>> answers) {
    Thread thread = new Thread(() -> obey(answers), "leash");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says a line to the JVM that forked this one. */
  public static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void obey(Map<String, Supplier<String>> answers) {
    try (var questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        if (line.equals(Protocol.HEAP)) {
          say(Protocol.HEAP + " " + usedHeap());
        } else if (line.equals(Protocol.THREADS)) {
          tellThreads();
        } else if (answers.containsKey(line)) {
          say(line + " " + answers.get(line).get());
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
