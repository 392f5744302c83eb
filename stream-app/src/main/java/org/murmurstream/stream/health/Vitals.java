package org.murmurstream.stream.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.kafka.ClientVersion;
import org.murmurstream.stream.ExamMeters;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.releases.ModelKeeper;

/**
 * How the application is. Everything here is read at once: no lock is taken that a stream thread or
 * the model may hold for long.
 */
public final class Vitals implements AutoCloseable {

  private static final double MILLIS = 1000.0;

  private final KafkaStreams streams;
  private final Inference inference;
  private final Optional<ModelKeeper> keeper;
  private final ExamMeters exams;
  private final Restoration restoration;
  private final Supplier<List<String>> standstills;
  private final String version;
  private final Assignment assignment;
  private final Instant start = Instant.now();

  /**
   * @param keeper of released models; empty if none are followed
   * @param restoration as the streams tell it
   * @param standstills gives complaints about restoration
   * @param version of the application
   */
  public Vitals(
      KafkaStreams streams,
      Inference inference,
      Optional<ModelKeeper> keeper,
      ExamMeters exams,
      Restoration restoration,
      Supplier<List<String>> standstills,
      String version) {
    this.streams = streams;
    this.inference = inference;
    this.keeper = keeper;
    this.exams = exams;
    this.restoration = restoration;
    this.standstills = standstills;
    this.version = version;
    this.assignment = new Assignment(streams::metadataForLocalThreads);
  }

  /** In a word, with what people should know. */
  public Health health() {
    State state = streams.state();
    boolean alive =
        (state.hasNotStarted() || state.isRunningOrRebalancing()) && inference.isAlive();
    ModelIdentity model = inference.current();
    List<String> details = new ArrayList<>();
    details.add("model %s %s".formatted(model.name(), model.version()));
    restoration
        .now()
        .ifPresent(
            restore ->
                details.add(
                    "restoring %d stores: %d of %d records"
                        .formatted(restore.stores(), restore.records(), restore.of())));
    details.addAll(complaints());
    boolean ready = alive && state == State.RUNNING && inference.trouble().isEmpty();
    return new Health(alive, ready, word(state), details);
  }

  /** In numbers. */
  public Status status() {
    Health health = health();
    ModelIdentity model = inference.current();
    Assignment.Tasks tasks = assignment.now();
    return new Status(
        health.state(),
        health.alive(),
        health.ready(),
        version,
        Runtime.version().toString(),
        ClientVersion.get(),
        seconds(Duration.between(start, Instant.now())),
        new Status.Model(model.name(), model.version(), model.trained()),
        complaints(),
        tasks.active(),
        tasks.standby(),
        tasks.partitions(),
        new Status.Exams(exams.open(), seconds(exams.oldestOpen()), seconds(exams.overdue())),
        new Status.Answers(
            exams.answers(),
            exams.sinceLastAnswer().map(Vitals::seconds).orElse(null),
            exams.deadLetters()),
        new Status.Work(
            inference.outstanding(),
            exams.devicesWaiting(),
            exams.longestLane(),
            seconds(exams.oldestWaits()),
            seconds(inference.busyFor()),
            inference.failures()),
        restoration.now().orElse(null));
  }

  @Override
  public void close() {
    assignment.close();
  }

  private List<String> complaints() {
    List<String> complaints = new ArrayList<>(inference.complaints());
    complaints.addAll(standstills.get());
    keeper.ifPresent(releases -> complaints.addAll(releases.complaints()));
    complaints.addAll(exams.complaints());
    return complaints;
  }

  private static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
