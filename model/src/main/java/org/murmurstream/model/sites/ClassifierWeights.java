package org.murmurstream.model.sites;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.model.tensor.TensorCheck;

/** The tensors of a classifier: their names, shapes and first values. */
public final class ClassifierWeights {

  static final String FEATURE_MEAN = "feature.mean";
  static final String FEATURE_DEVIATION = "feature.deviation";

  private static final int PRESENCE_STATES = 2;
  private static final double EMBEDDING_BOUND = 0.02 * Math.sqrt(3);

  private ClassifierWeights() {}

  /**
   * Names and shapes of the trainable tensors. The layers are named as those of PyTorch's {@code
   * TransformerEncoder}.
   */
  public static Map<String, long[]> trainable(ClassifierConfig config) {
    long width = config.width();
    var shapes = new LinkedHashMap<String, long[]>();
    linear(shapes, "proj", width, config.features());
    if (config.siteEmbedding()) {
      shapes.put("site", new long[] {config.sites().size(), width});
    }
    shapes.put("presence", new long[] {PRESENCE_STATES, width});
    for (int i = 0; i < config.layers(); i++) {
      String layer = "encoder.layers." + i + ".";
      shapes.put(layer + "self_attn.in_proj_weight", new long[] {3 * width, width});
      shapes.put(layer + "self_attn.in_proj_bias", new long[] {3 * width});
      linear(shapes, layer + "self_attn.out_proj", width, width);
      linear(shapes, layer + "linear1", config.hidden(), width);
      linear(shapes, layer + "linear2", width, config.hidden());
      norm(shapes, layer + "norm1", width);
      norm(shapes, layer + "norm2", width);
    }
    linear(shapes, "score", 1, width);
    for (int k = 0; k < config.outputHeads(); k++) {
      linear(shapes, "heads." + k, config.classes().size(), width);
    }
    return shapes;
  }

  /**
   * Names and shapes of all tensors: the trainable ones, and the mean and deviation by which
   * features are standardised.
   */
  public static Map<String, long[]> shapes(ClassifierConfig config) {
    Map<String, long[]> shapes = trainable(config);
    shapes.put(FEATURE_MEAN, new long[] {config.features()});
    shapes.put(FEATURE_DEVIATION, new long[] {config.features()});
    return shapes;
  }

  /**
   * The weights of an untrained classifier: Xavier-uniform matrices, zero biases, unit layer norms,
   * embeddings of deviation 0.02, features left as they are. The same seed gives the same bits on
   * every machine.
   */
  public static Map<String, Tensor> seeded(ClassifierConfig config, long seed) {
    var random = new Random(seed);
    var weights = new LinkedHashMap<String, Tensor>();
    shapes(config).forEach((name, shape) -> weights.put(name, initial(name, shape, random)));
    return weights;
  }

  /** The same with features standardised. */
  public static Map<String, Tensor> seeded(
      ClassifierConfig config, Standardisation standardisation, long seed) {
    Map<String, Tensor> weights = seeded(config, seed);
    weights.putAll(standardisation.tensors());
    return weights;
  }

  /**
   * What keeps these tensors from being the weights of this classifier, one clause for each
   * missing, unknown, misshapen or unusable tensor; empty if nothing does.
   */
  public static List<String> complaints(ClassifierConfig config, Map<String, Tensor> weights) {
    var complaints = new ArrayList<>(TensorCheck.complaints(shapes(config), weights));
    Tensor deviation = weights.get(FEATURE_DEVIATION);
    if (deviation != null && !allPositive(deviation)) {
      complaints.add(FEATURE_DEVIATION + " holds values that are not above 0");
    }
    return complaints;
  }

  private static boolean allPositive(Tensor tensor) {
    for (float value : tensor.data()) {
      if (!(value > 0)) {
        return false;
      }
    }
    return true;
  }

  private static Tensor initial(String name, long[] shape, Random random) {
    var data = new float[Tensor.size(shape)];
    if (name.equals(FEATURE_DEVIATION)
        || name.endsWith("norm1.weight")
        || name.endsWith("norm2.weight")) {
      Arrays.fill(data, 1);
    } else if (shape.length > 1) {
      double bound =
          name.equals("site") || name.equals("presence")
              ? EMBEDDING_BOUND
              : Math.sqrt(6.0 / (shape[0] + shape[1]));
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    return new Tensor(shape, data);
  }

  private static void norm(Map<String, long[]> shapes, String name, long width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }
}
