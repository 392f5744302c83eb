package org.murmurstream.schemas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The versions of every subject that were ever committed: schemas in {@code src/main/avro-history},
 * each whole in one file, and bytes written with them in {@code src/test/resources/golden}.
 */
public final class History {

  private static final Path SCHEMAS = Path.of("src/main/avro-history");
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  private History() {}

  /** Topics whose values have a schema. */
  public static List<TopicSpec> topics() {
    return TopicCatalogue.all().stream().filter(topic -> topic.value().isPresent()).toList();
  }

  /** Committed versions of a topic's value, rising from 1. */
  public static SortedMap<Integer, Schema> of(TopicSpec topic) throws IOException {
    SortedMap<Integer, Schema> versions = new TreeMap<>();
    Path directory = SCHEMAS.resolve(subject(topic));
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          String version = file.getFileName().toString().replaceFirst("^v(\\d+)\\.avsc$", "$1");
          versions.put(Integer.valueOf(version), new Schema.Parser().parse(file.toFile()));
        }
      }
    }
    return versions;
  }

  public static Path schemaFile(TopicSpec topic, int version) {
    return SCHEMAS.resolve(subject(topic)).resolve("v" + version + ".avsc");
  }

  public static Path goldenBytes(TopicSpec topic, int version) {
    return GOLDEN.resolve(subject(topic)).resolve("v" + version + ".avrobin");
  }

  public static Path goldenJson(TopicSpec topic, int version) {
    return GOLDEN.resolve(subject(topic)).resolve("v" + version + ".json");
  }

  /** A topic's schema as this build has it, without what it says to Java alone. */
  public static Schema current(TopicSpec topic) {
    return withoutJava(topic.value().orElseThrow(), new TreeMap<>());
  }

  /** Every record and enum that travels, in the order the catalogue meets them. */
  public static List<Schema> namedTypes() {
    Map<String, Schema> found = new LinkedHashMap<>();
    topics().forEach(topic -> collect(topic.value().orElseThrow(), found));
    return List.copyOf(found.values());
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.put(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM -> found.put(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(part -> collect(part, found));
      default -> {
        // A primitive has no name.
      }
    }
  }

  private static String subject(TopicSpec topic) {
    return topic.name() + "-value";
  }

  private static Schema withoutJava(Schema schema, Map<String, Schema> done) {
    UnaryOperator<Schema> inner = part -> withoutJava(part, done);
    return switch (schema.getType()) {
      case RECORD -> {
        if (done.containsKey(schema.getFullName())) {
          yield done.get(schema.getFullName());
        }
        Schema copy =
            Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false);
        done.put(schema.getFullName(), copy);
        copy.setFields(
            schema.getFields().stream()
                .map(field -> new Schema.Field(field, inner.apply(field.schema())))
                .toList());
        yield copy;
      }
      case ARRAY -> Schema.createArray(inner.apply(schema.getElementType()));
      case MAP -> Schema.createMap(inner.apply(schema.getValueType()));
      case UNION -> Schema.createUnion(schema.getTypes().stream().map(inner).toList());
      case STRING -> Schema.create(Schema.Type.STRING);
      default -> schema;
    };
  }
}
