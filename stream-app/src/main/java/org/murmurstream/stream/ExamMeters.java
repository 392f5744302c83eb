package org.murmurstream.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.TaskId;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.core.exam.Rejection;

/**
 * What operators watch of exams. Every series is there from the start, so that a first dead letter
 * is seen as a rise from 0; none is named after an exam, a patient or a device. A transaction that
 * is done again counts again.
 */
public final class ExamMeters {

  private static final String MANY_PARTITIONERS =
      "clients choose partitions in different ways, so an exam that two of them send is answered in"
          + " parts: give all the same partitioner, and gather.partitioner its name";

  /** From an answer at once to one at a deadline. */
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(15)
  };

  private static final long NEVER = 0;

  private final Map<TaskId, Integer> open = new ConcurrentHashMap<>();
  private final Map<TaskId, Integer> held = new ConcurrentHashMap<>();
  private final Map<Station, PendingWork.Waiting> waiting = new ConcurrentHashMap<>();
  private final Map<TaskId, Oldest> oldest = new ConcurrentHashMap<>();
  private volatile long lastAnswerNanos = NEVER;
  private final Map<Prediction.Status, Timer> answers = new EnumMap<>(Prediction.Status.class);
  private final Map<Rejection, Counter> deadLetters = new EnumMap<>(Rejection.class);
  private final Map<Placement.Kind, Counter> placed = new EnumMap<>(Placement.Kind.class);
  private final Map<Repairs.Kind, Counter> repairs = new EnumMap<>(Repairs.Kind.class);

  private record Station(TaskId task, String kind) {}

  /**
   * Ages as a task last told them; a task that tells nothing more does not stop time.
   *
   * @param open zero if there is nothing
   * @param due likewise
   */
  private record Oldest(Duration open, Duration due, long toldNanos) {

    Duration now(Duration age) {
      return age.isZero() ? age : age.plusNanos(System.nanoTime() - toldNanos);
    }
  }

  public ExamMeters(MeterRegistry registry) {
    Gauge.builder("murmur.waiting.devices", this, ExamMeters::devicesWaiting)
        .description("Devices with work that waits for room before the model, by partition")
        .register(registry);
    Gauge.builder("murmur.waiting.longest", this, ExamMeters::longestLane)
        .description("Most recordings or decisions of one device that wait so, in one partition")
        .register(registry);
    Gauge.builder("murmur.waiting.oldest", this, meters -> seconds(meters.oldestWaits()))
        .description("How long the oldest of them has waited since it came or was restored")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("murmur.exams.oldest", this, meters -> seconds(meters.oldestOpen()))
        .description("Age of the exam that waits for chunks and is due next; 0 if there is none")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("murmur.deadlines.overdue", this, meters -> seconds(meters.overdue()))
        .description("How long the deadline that passes next is overdue; 0 if none is")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("murmur.exams.open", this, ExamMeters::open)
        .description("Exams that wait for chunks")
        .register(registry);
    Gauge.builder(
            "murmur.records.held",
            held,
            tasks -> tasks.values().stream().mapToInt(Integer::intValue).sum())
        .description("Records that wait for the schema registry, and those of their keys behind")
        .register(registry);
    Gauge.builder("murmur.answer.age", this, ExamMeters::secondsSinceLastAnswer)
        .description("Since the last answer was given; NaN before the first")
        .baseUnit("seconds")
        .register(registry);
    for (Prediction.Status status : Prediction.Status.values()) {
      answers.put(
          status,
          Timer.builder("murmur.answer.latency")
              .description("From an exam's last chunk at the broker to its answer")
              .tag("status", label(status))
              .serviceLevelObjectives(LATENCIES)
              .register(registry));
    }
    for (Rejection reason : Rejection.values()) {
      deadLetters.put(
          reason,
          Counter.builder("murmur.dead.letters")
              .description("Records that could not be taken in")
              .tag("reason", label(reason))
              .register(registry));
    }
    for (Placement.Kind kind : Placement.Kind.values()) {
      placed.put(
          kind,
          Counter.builder("murmur.chunks.placed")
              .description("Chunks by the partitioner that puts their keys where they lie")
              .tag("by", label(kind))
              .register(registry));
    }
    for (Repairs.Kind kind : Repairs.Kind.values()) {
      repairs.put(
          kind,
          Counter.builder("murmur.index.repairs")
              .description("What was put right where stores disagreed")
              .tag("what", label(kind))
              .register(registry));
    }
  }

  void answered(Prediction.Status status, Duration sinceLastChunk) {
    answers.get(status).record(sinceLastChunk);
    lastAnswerNanos = System.nanoTime() | 1;
  }

  void refused(Rejection reason) {
    deadLetters.get(reason).increment();
  }

  void repaired(Repairs.Kind kind, long times) {
    repairs.get(kind).increment((double) times);
  }

  void placed(Placement.Kind kind) {
    placed.get(kind).increment();
  }

  /** What is wrong with what devices send, in sentences: that they do not agree on a partition. */
  public List<String> complaints() {
    long partitioners =
        Stream.of(Placement.Kind.MURMUR2, Placement.Kind.CRC32, Placement.Kind.NEITHER)
            .filter(kind -> placed.get(kind).count() > 0)
            .count();
    return partitioners > 1 ? List.of(MANY_PARTITIONERS) : List.of();
  }

  /** Exams that wait for chunks. */
  public int open() {
    return open.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Answers given so far. */
  public long answers() {
    return answers.values().stream().mapToLong(Timer::count).sum();
  }

  /** Since the last of them; empty before the first. */
  public Optional<Duration> sinceLastAnswer() {
    long last = lastAnswerNanos;
    return last == NEVER
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(System.nanoTime() - last));
  }

  /** Records set aside so far. */
  public long deadLetters() {
    return deadLetters.values().stream().mapToLong(letters -> (long) letters.count()).sum();
  }

  /** Takes note of how many exams of a task wait for chunks. */
  void open(TaskId task, int exams) {
    open.put(task, exams);
  }

  /** Takes note of how many records of a task wait for the registry. */
  void held(TaskId task, int records) {
    held.put(task, records);
  }

  /**
   * Takes note of how much of a task waits for room before the model.
   *
   * @param kind of work
   */
  void waiting(TaskId task, String kind, PendingWork.Waiting left) {
    if (left.devices() == 0) {
      waiting.remove(new Station(task, kind));
    } else {
      waiting.put(new Station(task, kind), left);
    }
  }

  /** Devices with work that waits for room before the model, by partition. */
  public int devicesWaiting() {
    return waiting.values().stream().mapToInt(PendingWork.Waiting::devices).sum();
  }

  /** Most recordings or decisions of one device that wait so, in one partition. */
  public int longestLane() {
    return waiting.values().stream().mapToInt(PendingWork.Waiting::longest).max().orElse(0);
  }

  /** How long the oldest of them has waited since it came or was restored; zero if none waits. */
  public Duration oldestWaits() {
    OptionalLong since =
        waiting.values().stream().flatMapToLong(left -> left.oldestSince().stream()).min();
    return since.isPresent()
        ? Duration.ofMillis(Math.max(0, System.currentTimeMillis() - since.getAsLong()))
        : Duration.ZERO;
  }

  /**
   * Takes note of ages at a task, zero where there is nothing.
   *
   * @param exam of the exam that waits for chunks and is due next
   * @param deadline of the deadline that passes next, if it is due
   */
  void oldest(TaskId task, Duration exam, Duration deadline) {
    oldest.put(task, new Oldest(exam, deadline, System.nanoTime()));
  }

  /** Age of the exam that waits for chunks and is due next, at whichever task it is greatest. */
  public Duration oldestOpen() {
    return greatest(ages -> ages.now(ages.open()));
  }

  /** How long the deadline that passes next is overdue, likewise. */
  public Duration overdue() {
    return greatest(ages -> ages.now(ages.due()));
  }

  /** Forgets a task that is no longer worked on here. */
  void left(TaskId task) {
    open.remove(task);
    oldest.remove(task);
    held.remove(task);
    waiting.keySet().removeIf(station -> station.task().equals(task));
  }

  private Duration greatest(Function<Oldest, Duration> age) {
    return oldest.values().stream().map(age).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private double secondsSinceLastAnswer() {
    return sinceLastAnswer().map(ExamMeters::seconds).orElse(Double.NaN);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String label(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
