package org.murmurstream.stream.health;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * What this instance has to do, looked up once a second on a thread of its own: to ask Streams
 * takes locks that a stream thread may hold, and nobody who asks for health shall wait for those.
 */
final class Assignment implements AutoCloseable {

  private static final long PERIOD_SECONDS = 1;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "murmur-assignment");
            thread.setDaemon(true);
            return thread;
          });
  private final Future<?> looks;
  private volatile Tasks tasks = new Tasks(0, 0, Map.of());

  /**
   * @param active tasks worked on
   * @param standby tasks of which there is a copy
   * @param partitions of each topic that the active tasks read
   */
  record Tasks(int active, int standby, Map<String, List<Integer>> partitions) {

    static Tasks of(Collection<ThreadMetadata> threads) {
      List<TaskMetadata> active =
          threads.stream().flatMap(thread -> thread.activeTasks().stream()).toList();
      var partitions = new TreeMap<String, TreeSet<Integer>>();
      active.stream()
          .flatMap(task -> task.topicPartitions().stream())
          .forEach(
              (TopicPartition at) ->
                  partitions
                      .computeIfAbsent(at.topic(), topic -> new TreeSet<>())
                      .add(at.partition()));
      var lists = new TreeMap<String, List<Integer>>();
      partitions.forEach((topic, numbers) -> lists.put(topic, List.copyOf(numbers)));
      int standby = threads.stream().mapToInt(thread -> thread.standbyTasks().size()).sum();
      return new Tasks(active.size(), standby, lists);
    }
  }

  Assignment(Supplier<? extends Collection<ThreadMetadata>> threads) {
    looks = clock.scheduleWithFixedDelay(() -> look(threads), 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void look(Supplier<? extends Collection<ThreadMetadata>> threads) {
    try {
      tasks = Tasks.of(threads.get());
    } catch (IllegalStateException notRunning) {
      tasks = new Tasks(0, 0, Map.of());
    }
  }

  /** As of the last look. */
  Tasks now() {
    return tasks;
  }

  @Override
  public void close() {
    looks.cancel(true);
    clock.shutdown();
  }
}
