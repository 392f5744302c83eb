package org.murmurstream.trainer.learning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;

/**
 * Where a {@link Learner} stands; a checkpoint is this in one safetensors file.
 *
 * @param steps steps done
 * @param weights the network's tensors
 * @param means the optimiser's running means or sums of gradients, by the names of the trained
 *     weights; empty at the start
 * @param squares its means of squared gradients, likewise; empty if it keeps none
 * @param average running average of all weights
 */
public record LearnerState(
    long steps,
    Map<String, Tensor> weights,
    Map<String, Tensor> means,
    Map<String, Tensor> squares,
    Map<String, Tensor> average) {

  private static final String STEPS = "steps";
  private static final String WEIGHTS = "weights/";
  private static final String MEANS = "means/";
  private static final String SQUARES = "squares/";
  private static final String AVERAGE = "average/";

  /** Steps are kept in two parts, each exact in float32. */
  private static final int STEP_BITS = 20;

  private static final int STEP_MASK = (1 << STEP_BITS) - 1;

  /** At the start of training. */
  public static LearnerState fresh(Map<String, Tensor> weights) {
    return new LearnerState(0, weights, Map.of(), Map.of(), weights);
  }

  /** Writes a checkpoint in place of an older one, which stays whole until this one is. */
  public void write(Path file) throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put(
        STEPS,
        new Tensor(
            new long[] {2},
            new float[] {(float) (steps >> STEP_BITS), (float) (steps & STEP_MASK)}));
    weights.forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
    means.forEach((name, tensor) -> tensors.put(MEANS + name, tensor));
    squares.forEach((name, tensor) -> tensors.put(SQUARES + name, tensor));
    average.forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
    Safetensors.replace(file, tensors);
  }

  /**
   * Reads a checkpoint.
   *
   * @throws UserException if the file is damaged or none
   */
  public static LearnerState read(Path file) throws IOException {
    Map<String, Tensor> tensors = Safetensors.read(file);
    Tensor steps = tensors.get(STEPS);
    if (steps == null || !steps.hasShape(2)) {
      throw new UserException(file + " is no checkpoint of a training; remove it to start afresh");
    }
    return new LearnerState(
        ((long) steps.data()[0] << STEP_BITS) | (long) steps.data()[1],
        part(tensors, WEIGHTS),
        part(tensors, MEANS),
        part(tensors, SQUARES),
        part(tensors, AVERAGE));
  }

  private static Map<String, Tensor> part(Map<String, Tensor> tensors, String prefix) {
    var part = new LinkedHashMap<String, Tensor>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }
}
