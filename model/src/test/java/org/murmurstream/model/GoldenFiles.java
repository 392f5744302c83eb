package org.murmurstream.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.murmurstream.model.tensor.Tensor;

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

  /** The arrays of a NumPy archive. */
  public static Map<String, Tensor> npz(NDManager manager, String name) {
    try (var in = GoldenFiles.class.getResourceAsStream("/golden/" + name)) {
      return NDList.decode(manager, in).stream()
          .collect(
              Collectors.toMap(
                  NDArray::getName, a -> new Tensor(a.getShape().getShape(), a.toFloatArray())));
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
