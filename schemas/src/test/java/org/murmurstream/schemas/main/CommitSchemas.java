package org.murmurstream.schemas.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.specific.SpecificRecord;
import org.murmurstream.schemas.AvroCodec;
import org.murmurstream.schemas.Examples;
import org.murmurstream.schemas.History;
import org.murmurstream.schemas.TopicSpec;
import org.murmurstream.schemas.TopicsPage;

/**
 * Writes a new version, with its golden bytes, of every schema that has changed since the last one,
 * and {@code docs/topics.md}. Run in the directory of the module; what it wrote is then reviewed
 * and committed.
 */
public final class CommitSchemas {

  private CommitSchemas() {}

  public static void main(String[] args) throws IOException {
    for (TopicSpec topic : History.topics()) {
      SortedMap<Integer, Schema> versions = History.of(topic);
      Schema current = History.current(topic);
      if (versions.isEmpty() || !versions.get(versions.lastKey()).equals(current)) {
        int version = versions.size() + 1;
        SpecificRecord example = Examples.byTopic().get(topic.name());
        write(
            History.schemaFile(topic, version),
            SchemaFormatter.format("json/pretty", current) + "\n");
        write(History.goldenBytes(topic, version), AvroCodec.encode(example));
        write(History.goldenJson(topic, version), AvroCodec.json(example));
      }
    }
    write(Path.of("../docs/topics.md"), TopicsPage.render());
  }

  private static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, content);
    System.out.println("wrote " + file);
  }
}
