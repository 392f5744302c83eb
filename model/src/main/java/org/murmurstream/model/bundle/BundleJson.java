package org.murmurstream.model.bundle;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads {@code bundle.json} strictly, and writes equal configurations as equal bytes. */
final class BundleJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          // What may be missing says so by @JsonSetter(nulls = SET).
          .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL))
          .addModule(EncoderKinds.module())
          .build();

  private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

  private BundleJson() {}

  static BundleConfig read(byte[] json) throws IOException {
    return MAPPER.readValue(json, BundleConfig.class);
  }

  static JsonNode readTree(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  /** Indented, for people to read. */
  static byte[] write(BundleConfig config) {
    var printer = new DefaultPrettyPrinter().withObjectIndenter(TWO_SPACES);
    try {
      String json = MAPPER.writer(printer).writeValueAsString(config);
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a bundle's configuration is plain data", e);
    }
  }
}
