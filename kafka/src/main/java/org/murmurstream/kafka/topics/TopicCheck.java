package org.murmurstream.kafka.topics;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.wire.RecordSizes;
import org.murmurstream.schemas.TopicSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure before the start that all topics are there and large records pass everywhere. */
public final class TopicCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

  private static final String FOR_EVER = "-1";

  private static final Map<String, String> UNPACKED =
      Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed");

  /** Copies that an acknowledged record should have. */
  static final int IN_SYNC = 2;

  private static final Map<String, String> TWO_COPIES =
      Map.of(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(IN_SYNC));

  private final TopicAdmin admin;
  private final TopicNames names;

  public TopicCheck(TopicAdmin admin, TopicNames names) {
    this.admin = admin;
    this.names = names;
  }

  /**
   * Names the topics that are missing, or creates them.
   *
   * @throws UserException if topics are missing and not to be created, or no broker answers
   */
  public void requireTopics(boolean create) {
    Map<String, TopicSpec> specs = names.specs();
    NavigableSet<String> missing = admin.missing(specs.keySet());
    if (missing.isEmpty()) {
      return;
    }
    if (!create) {
      throw new UserException(
          "Missing on the brokers: %s. Create them with 'murmur create-topics' or"
                  .formatted(String.join(", ", missing))
              + " --create-topics.");
    }
    specs.keySet().retainAll(missing);
    List<String> created = admin.create(specs, Optional.empty());
    LOG.atInfo().addKeyValue("topics", created).log("created missing topics");
  }

  /**
   * Compares the limits on the size of a record along its way.
   *
   * @param applicationId begins the names of the application's own topics
   * @param maxChunkBytes largest samples that are taken in
   * @param maxRequestBytes largest uncompressed record the application may write
   * @throws UserException naming every limit that another one contradicts
   */
  public void requireRoom(String applicationId, int maxChunkBytes, int maxRequestBytes) {
    List<String> changelogs =
        admin.names().stream()
            .filter(name -> name.startsWith(applicationId + "-") && name.endsWith("-changelog"))
            .toList();
    var all = new ArrayList<>(changelogs);
    all.addAll(List.of(names.recordings(), names.deadLetters()));
    Map<String, Integer> limits =
        admin.configs(all).entrySet().stream()
            .collect(
                toMap(
                    Map.Entry::getKey,
                    topic ->
                        Integer.valueOf(
                            topic.getValue().get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG))));
    List<String> problems =
        contradictions(
            maxChunkBytes,
            maxRequestBytes,
            limits.get(names.recordings()),
            limits.get(names.deadLetters()),
            changelogs.stream().mapToInt(limits::get).min().orElse(Integer.MAX_VALUE));
    if (!problems.isEmpty()) {
      throw new UserException(
          "The limits on record size contradict each other: " + String.join("; ", problems));
    }
  }

  /**
   * Looks whether the topics of recordings and of dead letters would lose what is to be read.
   *
   * @param least how long a chunk must be kept at least
   * @param leastBytes how much of a partition must be kept at least
   * @throws UserException naming every setting that is to be changed, and how
   */
  public void requireKept(Duration least, long leastBytes) {
    // Who may write to the others, need not be allowed to look at their settings.
    Map<String, Map<String, String>> configs =
        admin.configs(List.of(names.recordings(), names.deadLetters()));
    List<String> problems = new ArrayList<>();
    configs.forEach(
        (topic, config) -> {
          Map<String, String> change = new TreeMap<>(losesByKey(config));
          if (topic.equals(names.recordings())) {
            change.putAll(losesByAge(config, least, leastBytes));
          }
          if (!change.isEmpty()) {
            problems.add("topic %s (%s)".formatted(topic, command(topic, change)));
          }
        });
    if (!problems.isEmpty()) {
      throw new UserException(
          "Records would be lost before they are read, by the settings of "
              + String.join("; of ", problems.stream().sorted().toList())
              + ". Chunks must be kept for %d minutes at least (gather.total.timeout and"
                  .formatted(least.toMinutes())
              + " gather.revision.window), and as long as the application may be away.");
    }
  }

  /**
   * Warns if brokers do not know how large a chunk is once it is unpacked, for then one record may
   * take more memory than there is; and if what is acknowledged may be on one broker alone, though
   * there are others to have it as well. Topics whose settings may not be looked at are left out.
   */
  public void warnOfRisks() {
    List<String> all =
        List.of(names.recordings(), names.predictions(), names.embeddings(), names.deadLetters());
    Map<String, Integer> replicas = admin.replicas(all);
    Map<String, Map<String, String>> configs = admin.configsAllowed(all);
    if (configs.containsKey(names.recordings()) && takesGiants(configs.get(names.recordings()))) {
      warn(
          names.recordings(),
          UNPACKED,
          "brokers do not unpack what devices send, so a record may unpack to more than the memory"
              + " there is, and end the application");
    }
    all.stream()
        .filter(configs::containsKey)
        .filter(topic -> mayKeepOneCopy(replicas.get(topic), configs.get(topic)))
        .forEach(
            topic ->
                warn(
                    topic,
                    TWO_COPIES,
                    "an acknowledged record may be on one broker alone, and is lost with it, though"
                        + " the topic has more copies"));
  }

  private static void warn(String topic, Map<String, String> change, String risk) {
    LOG.atWarn().addKeyValue("change", command(topic, change)).log(risk);
  }

  /** What changes settings of a topic. */
  private static String command(String topic, Map<String, String> change) {
    return "kafka-configs.sh --alter --topic %s --add-config %s".formatted(topic, written(change));
  }

  /**
   * Whether a record may be acknowledged that one copy has, of several.
   *
   * @param replicas of each partition
   */
  static boolean mayKeepOneCopy(int replicas, Map<String, String> config) {
    return replicas >= IN_SYNC && number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG) < IN_SYNC;
  }

  static boolean takesGiants(Map<String, String> config) {
    return !config.entrySet().containsAll(UNPACKED.entrySet());
  }

  /** A patient has many records, and all of them count. */
  static Map<String, String> losesByKey(Map<String, String> config) {
    return config.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "").contains("compact")
        ? Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, "delete")
        : Map.of();
  }

  /** What of a configuration is to be changed, and to what, so that chunks are kept long enough. */
  static Map<String, String> losesByAge(
      Map<String, String> config, Duration least, long leastBytes) {
    long millis = number(config, TopicConfig.RETENTION_MS_CONFIG);
    long bytes = number(config, TopicConfig.RETENTION_BYTES_CONFIG);
    boolean isByDevices =
        "CreateTime".equals(config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG));
    Map<String, String> change = new TreeMap<>();
    if (millis >= 0 && millis < least.toMillis()) {
      change.put(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
    }
    if (bytes >= 0 && bytes < leastBytes) {
      change.put(TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER);
    }
    if (isByDevices && millis >= 0) {
      // A device whose clock is wrong has its chunks deleted at once, or never.
      change.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }
    return change;
  }

  private static long number(Map<String, String> config, String name) {
    return Long.parseLong(config.getOrDefault(name, FOR_EVER));
  }

  private static String written(Map<String, String> change) {
    return change.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(joining(","));
  }

  static List<String> contradictions(
      int maxChunkBytes,
      int maxRequestBytes,
      int recordingsBytes,
      int deadLetterBytes,
      int changelogBytes) {
    var problems = new ArrayList<String>();
    int chunkBytes = maxChunkBytes + RecordSizes.CHUNK_ENVELOPE;
    int letterBytes = RecordSizes.letter(maxChunkBytes);
    int storedBytes = RecordSizes.stored(maxChunkBytes);
    int writtenBytes = Math.max(letterBytes, storedBytes);
    if (chunkBytes > recordingsBytes) {
      problems.add(
          "a chunk of gather.max.chunk.bytes (%d) does not pass max.message.bytes (%d) of the"
                  .formatted(maxChunkBytes, recordingsBytes)
              + " recordings topic: raise one or lower the other");
    }
    if (writtenBytes > maxRequestBytes) {
      problems.add(
          "a record of the application's own stores or a dead letter (%d) does not pass"
                  .formatted(writtenBytes)
              + " kafka.producer.max.request.size (%d): raise it".formatted(maxRequestBytes));
    }
    if (letterBytes > deadLetterBytes) {
      problems.add(
          "a chunk of gather.max.chunk.bytes (%d) with its headers could not be set aside: raise"
                  .formatted(maxChunkBytes)
              + " max.message.bytes (%d) of the dead letters' topic to %d"
                  .formatted(deadLetterBytes, letterBytes));
    }
    if (storedBytes > changelogBytes) {
      problems.add(
          "a record of the application's own stores (%d) does not pass max.message.bytes (%d) of"
                  .formatted(storedBytes, changelogBytes)
              + " its changelog topics: raise that");
    }
    return problems;
  }
}
