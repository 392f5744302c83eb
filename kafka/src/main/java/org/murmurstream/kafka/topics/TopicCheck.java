package org.murmurstream.kafka.topics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
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
    var missing = new TreeSet<>(specs.keySet());
    missing.removeAll(admin.names());
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
   * @param maxChunkBytes largest samples that are taken in
   * @param maxRequestBytes largest uncompressed record the application may write
   * @throws UserException naming every limit that another one contradicts
   */
  public void requireRoom(int maxChunkBytes, int maxRequestBytes) {
    Map<String, Integer> limits =
        admin.maxMessageBytes(List.of(names.recordings(), names.deadLetters()));
    List<String> problems =
        contradictions(
            maxChunkBytes,
            maxRequestBytes,
            limits.get(names.recordings()),
            limits.get(names.deadLetters()));
    if (!problems.isEmpty()) {
      throw new UserException(
          "The limits on record size contradict each other: " + String.join("; ", problems));
    }
  }

  static List<String> contradictions(
      int maxChunkBytes, int maxRequestBytes, int recordingsBytes, int deadLetterBytes) {
    var problems = new ArrayList<String>();
    int chunkBytes = maxChunkBytes + RecordSizes.CHUNK_ENVELOPE;
    if (chunkBytes > recordingsBytes) {
      problems.add(
          "a chunk of gather.max.chunk.bytes (%d) does not pass max.message.bytes (%d) of the"
                  .formatted(maxChunkBytes, recordingsBytes)
              + " recordings topic: raise one or lower the other");
    }
    if (chunkBytes > maxRequestBytes) {
      problems.add(
          "a chunk of gather.max.chunk.bytes (%d) does not pass kafka.producer.max.request.size"
                  .formatted(maxChunkBytes)
              + " (%d): raise one or lower the other".formatted(maxRequestBytes));
    }
    if (recordingsBytes > deadLetterBytes || recordingsBytes > maxRequestBytes) {
      problems.add(
          "a record that fills max.message.bytes (%d) of the recordings topic could not be set"
                  .formatted(recordingsBytes)
              + " aside: raise max.message.bytes (%d) of the dead letters' topic and"
                  .formatted(deadLetterBytes)
              + " kafka.producer.max.request.size (%d) above it".formatted(maxRequestBytes));
    }
    return problems;
  }
}
