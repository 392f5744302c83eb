package org.murmurstream.kafka.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.kafka.wire.RecordSizes;
import org.murmurstream.schemas.TopicSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure before the start that all topics are there and large records pass everywhere. */
public final class TopicCheck {

  private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);

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
    Map<String, Integer> limits = admin.maxMessageBytes(all);
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
