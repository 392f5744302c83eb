package org.murmurstream.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Numbers computed by the reference implementations, under {@code src/test/resources/golden}. */
public final class GoldenFiles {

  private GoldenFiles() {}

  public static JsonNode json(String name) {
    try (var in = GoldenFiles.class.getResourceAsStream("/golden/" + name)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The numbers of nested JSON arrays, in row-major order. */
  public static float[] floats(JsonNode nested) {
    var values = new ArrayList<Float>();
    collect(nested, values);
    var array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  private static void collect(JsonNode node, List<Float> into) {
    if (node.isArray()) {
      node.forEach(child -> collect(child, into));
    } else {
      into.add((float) node.asDouble());
    }
  }
}
