package org.murmurstream.stream.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.GatherPolicy;
import org.murmurstream.http.HttpLimits;
import org.murmurstream.kafka.Connection;
import org.murmurstream.kafka.topics.Partitioner;
import org.murmurstream.kafka.topics.TopicNames;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.stream.health.HealthSettings;
import org.murmurstream.stream.inference.DeviceFailure;
import org.murmurstream.stream.inference.InferencePolicy;

/**
 * What the application is to run with.
 *
 * @param applicationId name of its consumer group and stores
 * @param connection brokers, registry and the properties passed through to Kafka
 * @param registry how long the registry is waited for, and by whom
 * @param topics what the topics are called here
 * @param createTopics whether missing topics are created
 * @param bundle the model; empty means the one that comes with the program
 * @param followReleases whether a production release takes the bundle's place
 * @param releasesOf whose releases are followed; empty means any model's
 * @param policy what becomes of Absent through unfamiliar sound; empty means as the bundle says
 * @param torch how the model runs
 * @param onDeviceFailure what happens when its GPU fails on everything
 * @param precision how exactly its encoder calculates
 * @param gather an exam's life
 * @param partitioner by which all clients choose partitions; empty if any will do
 * @param ears how many recordings are heard at the same time on a CPU
 * @param inference how work is handed to the model
 * @param stateDir directory of the stores
 * @param stateMemory bytes beyond the heap that the stores share
 * @param hangingTransactions what is done about transactions that hang in changelogs
 * @param health where health and metrics listen
 * @param startTimeout how long brokers and registry are waited for
 * @param stopTimeout how long the work in hand may take to end
 */
public record StreamSettings(
    String applicationId,
    Connection connection,
    RegistryPatience registry,
    TopicNames topics,
    boolean createTopics,
    Optional<Path> bundle,
    boolean followReleases,
    Optional<String> releasesOf,
    Optional<Doubts.Policy> policy,
    TorchOptions torch,
    DeviceFailure onDeviceFailure,
    Precision precision,
    GatherPolicy gather,
    Optional<Partitioner> partitioner,
    int ears,
    InferencePolicy inference,
    Path stateDir,
    int stateMemory,
    HangingTransactions hangingTransactions,
    HealthSettings health,
    Duration startTimeout,
    Duration stopTimeout) {

  /**
   * Reads the sources, of which later ones win.
   *
   * @throws UserException naming everything that is wrong
   */
  public static StreamSettings of(List<Source> sources) {
    return of(Configuration.of(StreamKeys.ALL, sources));
  }

  /**
   * Makes settings of single values.
   *
   * @throws UserException if values do not go together
   */
  public static StreamSettings of(Configuration values) {
    return new StreamSettings(
        values.get(StreamKeys.APPLICATION_ID),
        new Connection(
            values.get(StreamKeys.BOOTSTRAP_SERVERS),
            values.get(StreamKeys.REGISTRY),
            values.kafka()),
        new RegistryPatience(
            values.get(StreamKeys.REGISTRY_TIMEOUT),
            values.get(StreamKeys.REGISTRY_REFUSED),
            values.get(StreamKeys.REGISTRY_HELD)),
        new TopicNames(
            values.get(StreamKeys.RECORDINGS),
            values.get(StreamKeys.PREDICTIONS),
            values.get(StreamKeys.EMBEDDINGS),
            values.get(StreamKeys.DEAD_LETTERS),
            values.get(StreamKeys.MODELS)),
        values.get(StreamKeys.CREATE_TOPICS),
        values.get(StreamKeys.BUNDLE),
        values.get(StreamKeys.FOLLOW_RELEASES),
        values.get(StreamKeys.RELEASES_OF),
        values.get(StreamKeys.MODEL_POLICY),
        new TorchOptions(values.get(StreamKeys.TORCH_THREADS), values.get(StreamKeys.TORCH_DEVICE)),
        values.get(StreamKeys.ON_DEVICE_FAILURE),
        values.get(StreamKeys.TORCH_PRECISION),
        gather(values),
        values.get(StreamKeys.PARTITIONER),
        ears(values),
        new InferencePolicy(
            values.get(StreamKeys.BATCH),
            values.get(StreamKeys.QUEUE),
            values.get(StreamKeys.QUEUE_BYTES),
            values.get(StreamKeys.TURN),
            values.get(StreamKeys.ATTEMPTS),
            values.get(StreamKeys.TICK),
            values.get(StreamKeys.MOST_MODELS),
            values.get(StreamKeys.HANG_TIMEOUT),
            values.get(StreamKeys.PROBE_PAUSE)),
        values.get(StreamKeys.STATE_DIR),
        values.get(StreamKeys.STATE_MEMORY),
        values.get(StreamKeys.HANGING_TRANSACTIONS),
        new HealthSettings(
            new InetSocketAddress(
                values.get(StreamKeys.HEALTH_ADDRESS), values.get(StreamKeys.HEALTH_PORT)),
            new HttpLimits(
                values.get(StreamKeys.HEALTH_CONNECTIONS), values.get(StreamKeys.HEALTH_IDLE), 0)),
        values.get(StreamKeys.START_TIMEOUT),
        values.get(StreamKeys.STOP_TIMEOUT));
  }

  /** As many as there are cores, those of a container if it has a limit. */
  private static int ears(Configuration values) {
    int asked = values.get(StreamKeys.EARS);
    int threads = values.get(StreamKeys.TORCH_THREADS);
    int cores = Runtime.getRuntime().availableProcessors();
    return asked > 0 ? asked : Math.max(1, threads == 0 ? 1 : cores / threads);
  }

  private static GatherPolicy gather(Configuration values) {
    try {
      return new GatherPolicy(
          values.get(StreamKeys.PROGRESS_TIMEOUT),
          values.get(StreamKeys.TOTAL_TIMEOUT),
          values.get(StreamKeys.REVISION_WINDOW),
          values.get(StreamKeys.REMEMBRANCE),
          values.get(StreamKeys.CHUNK_BYTES),
          values.get(StreamKeys.RECORDING_CHUNKS),
          values.get(StreamKeys.RECORDING_SECONDS),
          values.get(StreamKeys.EXAM_BYTES),
          values.get(StreamKeys.PATIENT_EXAMS),
          values.get(StreamKeys.DEVICE_EXAMS));
    } catch (IllegalArgumentException e) {
      throw new UserException("The configuration is wrong under gather.*: " + e.getMessage(), e);
    }
  }
}
