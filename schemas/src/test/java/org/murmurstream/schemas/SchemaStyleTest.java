package org.murmurstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schema owes to those who have nothing else to read. */
class SchemaStyleTest {

  static List<Schema> namedTypes() {
    return History.namedTypes();
  }

  static List<Schema> records() {
    return namedTypes().stream().filter(schema -> schema.getType() == Schema.Type.RECORD).toList();
  }

  static List<Schema> enums() {
    return namedTypes().stream().filter(schema -> schema.getType() == Schema.Type.ENUM).toList();
  }

  @ParameterizedTest
  @MethodSource("namedTypes")
  void shouldSayWhatItIs(Schema schema) {
    assertThat(schema.getDoc()).as(schema.getFullName()).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldSayWhatEachFieldIs(Schema schema) {
    assertThat(schema.getFields())
        .as(schema.getFullName())
        .allSatisfy(field -> assertThat(field.doc()).as(field.name()).endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("enums")
  void shouldGiveReadersASymbolForWhatTheyDoNotKnow(Schema schema) {
    assertThat(schema.getEnumDefault()).as(schema.getFullName()).isEqualTo("UNSPECIFIED");
    assertThat(schema.getEnumSymbols()).first().isEqualTo("UNSPECIFIED");
  }

  @ParameterizedTest
  @MethodSource("records")
  void shouldMakeOptionalFieldsNullFirstAndByDefault(Schema schema) {
    assertThat(schema.getFields())
        .filteredOn(field -> field.schema().isUnion())
        .allSatisfy(
            field -> {
              assertThat(field.schema().getTypes()).as(field.name()).hasSize(2);
              assertThat(field.schema().getTypes().get(0).getType()).isEqualTo(Schema.Type.NULL);
              assertThat(field.defaultVal()).isEqualTo(JsonProperties.NULL_VALUE);
            });
  }
}
