package org.murmurstream.model.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.Finite;

/** Says what keeps tensors from being the weights of something, one clause for each fault. */
public final class TensorCheck {

  private TensorCheck() {}

  /** Missing, unknown and misshapen tensors, and those that are not finite. */
  public static List<String> complaints(Map<String, long[]> shapes, Map<String, Tensor> tensors) {
    var found = new LinkedHashMap<String, long[]>();
    tensors.forEach((name, tensor) -> found.put(name, tensor.shape()));
    var complaints = new ArrayList<>(shapeComplaints(shapes, found));
    complaints.addAll(notFinite(tensors));
    return complaints;
  }

  /** The same, of tensors of which only the shapes are known. */
  public static List<String> shapeComplaints(
      Map<String, long[]> shapes, Map<String, long[]> found) {
    var complaints = new ArrayList<String>();
    shapes.forEach(
        (name, shape) -> {
          if (!found.containsKey(name)) {
            complaints.add(name + " is missing");
          } else if (!Arrays.equals(found.get(name), shape)) {
            complaints.add(
                "%s has shape %s instead of %s"
                    .formatted(name, Arrays.toString(found.get(name)), Arrays.toString(shape)));
          }
        });
    found.keySet().stream()
        .filter(name -> !shapes.containsKey(name))
        .sorted()
        .forEach(name -> complaints.add(name + " is unknown"));
    return complaints;
  }

  /** Tensors that hold values which are not finite. */
  public static List<String> notFinite(Map<String, Tensor> tensors) {
    return tensors.entrySet().stream()
        .filter(entry -> !Finite.all(entry.getValue().data()))
        .map(entry -> entry.getKey() + " holds values that are not finite")
        .sorted()
        .toList();
  }
}
