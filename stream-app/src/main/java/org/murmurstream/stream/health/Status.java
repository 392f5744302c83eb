package org.murmurstream.stream.health;

import java.util.List;
import java.util.Map;

/**
 * What {@code /status} tells, in the names of its JSON. Times are in seconds; what there is nothing
 * to say of is null. No patient, exam or device is named.
 *
 * @param state of the streams, in a word
 * @param alive whether it can still do its work
 * @param ready whether it does its work now
 * @param version of the application
 * @param java version of the runtime
 * @param kafka version of Kafka's clients
 * @param upSeconds since it began to read
 * @param model the model that hears new exams
 * @param complaints what people should look at, a sentence each
 * @param activeTasks units of work that this instance is at
 * @param standbyTasks units of which it keeps a copy
 * @param partitions of each topic it reads
 * @param exams that wait for chunks
 * @param answers since the start
 * @param inference the model's work
 * @param restore stores that are being brought back; null if none is
 */
public record Status(
    String state,
    boolean alive,
    boolean ready,
    String version,
    String java,
    String kafka,
    double upSeconds,
    Model model,
    List<String> complaints,
    int activeTasks,
    int standbyTasks,
    Map<String, List<Integer>> partitions,
    Exams exams,
    Answers answers,
    Work inference,
    Restore restore) {

  public Status {
    complaints = List.copyOf(complaints);
    partitions = Map.copyOf(partitions);
  }

  /**
   * A model.
   *
   * @param version beginning of the digest of its weights
   */
  public record Model(String name, String version, boolean trained) {}

  /**
   * Exams in hand.
   *
   * @param open exams that wait for chunks
   * @param oldestSeconds age of the one that is due next; 0 if there is none
   * @param overdueSeconds how long the deadline that passes next is overdue; 0 if none is
   */
  public record Exams(int open, double oldestSeconds, double overdueSeconds) {}

  /**
   * What went out.
   *
   * @param count answers given
   * @param secondsSinceLast null before the first
   * @param deadLetters records set aside
   */
  public record Answers(long count, Double secondsSinceLast, long deadLetters) {}

  /**
   * The model's work.
   *
   * @param waiting recordings and decisions handed to the model and not done
   * @param waitingDevices devices with more that waits for room before it; a device counts once in
   *     each partition
   * @param waitingLongest most recordings or decisions of one device that wait so, in one partition
   * @param waitingOldestSeconds how long the oldest of them has waited; 0 if none does
   * @param busySeconds how long it has been at its present batch
   * @param failures recordings and exams on which it failed for good
   */
  public record Work(
      int waiting,
      int waitingDevices,
      int waitingLongest,
      double waitingOldestSeconds,
      double busySeconds,
      long failures) {}

  /**
   * What comes back from changelogs.
   *
   * @param stores being brought back
   * @param records brought back so far
   * @param of all there are to bring
   */
  public record Restore(int stores, long records, long of) {}
}
