package org.murmurstream.trainer.replay;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.murmurstream.core.AtomicFiles;

/** JSON files that are whole or not there, of the same bytes for the same content. */
final class Json {

  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private static final DefaultPrettyPrinter LINES = printer();

  private Json() {}

  static String name(ArchiveTopic topic) {
    return MAPPER.convertValue(topic, String.class);
  }

  static <T> T read(Path file, Class<T> type) throws IOException {
    return MAPPER.readValue(file.toFile(), type);
  }

  /** The bytes of a value, an element a line. */
  static byte[] bytes(Object value) throws IOException {
    return (MAPPER.writer(LINES).writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Writes a file in place of any other, for good: it outlives the machine's sudden end. */
  static void write(Path file, byte[] content) throws IOException {
    AtomicFiles.replaceDurably(file, content);
  }

  private static DefaultPrettyPrinter printer() {
    var lines = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
  }
}
