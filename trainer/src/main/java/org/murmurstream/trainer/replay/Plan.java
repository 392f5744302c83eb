package org.murmurstream.trainer.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.UserException;

/**
 * What is to be read of the archive.
 *
 * @param topics a topic's name and offsets, by its part in the archive
 */
public record Plan(SortedMap<ArchiveTopic, Source> topics) {

  public Plan {
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  /**
   * A topic.
   *
   * @param name what it is called
   * @param partitions what is read of each, partitions rising
   */
  public record Source(String name, List<Range> partitions) {

    public Source {
      partitions = partitions.stream().sorted(Comparator.comparingInt(Range::partition)).toList();
    }
  }

  /**
   * Offsets of a partition.
   *
   * @param partition its number
   * @param first the first offset that is read
   * @param end the offset after the last
   */
  public record Range(int partition, long first, long end) {

    public Range {
      if (partition < 0 || first < 0 || end < first) {
        throw new IllegalArgumentException(
            "partition %d cannot be read from offset %d to %d".formatted(partition, first, end));
      }
    }
  }

  /** Records are at most so many; transactions leave offsets without one. */
  public long offsets() {
    return topics.values().stream()
        .flatMap(source -> source.partitions().stream())
        .mapToLong(range -> range.end() - range.first())
        .sum();
  }

  /**
   * Reads the offsets that a manifest names.
   *
   * @param file a manifest, or a file with its {@code topics} alone
   * @throws UserException if it is none
   */
  public static Plan read(Path file) {
    try {
      JsonNode topics = Json.MAPPER.readTree(file.toFile()).path("topics");
      Map<ArchiveTopic, Source> sources = new EnumMap<>(ArchiveTopic.class);
      for (ArchiveTopic topic : ArchiveTopic.values()) {
        JsonNode named = topics.path(Json.name(topic));
        if (topic != ArchiveTopic.EMBEDDINGS || !named.isMissingNode()) {
          sources.put(topic, source(named));
        }
      }
      return new Plan(new TreeMap<>(sources));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "%s does not tell offsets as a manifest does: %s".formatted(file, firstLine(e)), e);
    }
  }

  private static Source source(JsonNode topic) {
    List<Range> ranges = new ArrayList<>();
    for (JsonNode range : topic.path("partitions")) {
      ranges.add(
          new Range(
              number(range, "partition").intValue(),
              number(range, "first").longValue(),
              number(range, "end").longValue()));
    }
    if (!topic.path("name").isTextual() || !topic.path("partitions").isArray()) {
      throw new IllegalArgumentException(
          "each of recordings, diagnoses and annotations, and embeddings if there are any, needs a name and partitions");
    }
    return new Source(topic.path("name").textValue(), ranges);
  }

  private static JsonNode number(JsonNode range, String field) {
    JsonNode number = range.path(field);
    if (!number.isIntegralNumber()) {
      throw new IllegalArgumentException("a partition lacks '%s'".formatted(field));
    }
    return number;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
