package org.murmurstream.schemas;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Locale;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** The catalogue and its schemas as a page to read. */
public final class TopicsPage {

  private static final String LETTERS =
      """

      ## Headers of dead letters

      A record of `recordings-dlq` has key, value and headers of the record that was refused, and these headers more, all
      text in UTF-8. Those of the record's own that begin with `murmur.dlq.` are left out.

      | header | |
      |---|---|
      | `murmur.dlq.reason` | why, by [name](exam-life.md#dead-letters) |
      | `murmur.dlq.topic`, `murmur.dlq.partition`, `murmur.dlq.offset` | where the record lies; numbers in decimal |
      | `murmur.dlq.schema-id` | the schema id that it names, in decimal; absent if it names none |
      | `murmur.dlq.app-version` | version of the application that refused it |
      | `murmur.dlq.length`, `murmur.dlq.sha256` | given if the record is too large to be kept whole: length of its value in bytes, and its SHA-256 in 64 hexadecimal digits. The letter then holds the heads of key and value, and no header of the record's own |

      A record that was sent again by `murmur dlq replay` lies in `recordings` with one header more, `murmur.replay.of`:
      where the one lay that was refused, as `topic/partition:offset`.
      """;

  private TopicsPage() {}

  public static String render() {
    return """
    # Topics

    Keys are UTF-8 strings. Values are Avro in Confluent's framing: a zero byte, the schema's id in the registry as four
    bytes, the record. Subjects are `<topic>-value`; every version ever committed, each whole in one file, lies in
    `schemas/src/main/avro-history`, and any of them reads any other. Each program can be told other topic names.
    Records carry the broker's time.

    | topic | key | value | partitions | kept | clean-up |
    |---|---|---|---|---|---|
    """
        + TopicCatalogue.all().stream().map(TopicsPage::row).collect(joining())
        + LETTERS
        + History.namedTypes().stream().map(TopicsPage::section).collect(joining());
  }

  private static String row(TopicSpec topic) {
    return "| `%s` | %s | %s | %d | %s | %s |\n"
        .formatted(
            topic.name(),
            topic.key(),
            topic.value().map(Schema::getName).map(TopicsPage::link).orElse("raw bytes"),
            topic.partitions(),
            topic.retention().map(TopicsPage::years).orElse("for ever"),
            topic.cleanup().name().toLowerCase(Locale.ROOT));
  }

  private static String years(Duration duration) {
    return duration.toDays() / 365 + " years";
  }

  private static String section(Schema schema) {
    String head = "\n## %s\n\n%s\n".formatted(schema.getName(), schema.getDoc());
    if (schema.getType() == Schema.Type.ENUM) {
      return head + "\n`" + String.join("` `", schema.getEnumSymbols()) + "`\n";
    }
    return head
        + "\n| field | type | |\n|---|---|---|\n"
        + schema.getFields().stream().map(TopicsPage::row).collect(joining());
  }

  private static String row(Schema.Field field) {
    return "| `%s` | %s | %s |\n".formatted(field.name(), type(field.schema()), field.doc());
  }

  private static String type(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return switch (schema.getType()) {
      case RECORD, ENUM -> link(schema.getName());
      case ARRAY -> "list of " + type(schema.getElementType());
      case MAP -> "map to " + type(schema.getValueType());
      case UNION -> type(schema.getTypes().get(1)) + " or null";
      default -> logical != null ? logical.getName() : schema.getType().getName();
    };
  }

  private static String link(String name) {
    return "[%s](#%s)".formatted(name, name.toLowerCase(Locale.ROOT));
  }
}
