package org.murmurstream.model.frames;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.murmurstream.model.tensor.Tensor;

/** The tensors of a frame head: their names, shapes and first values. */
public final class FrameHeadWeights {

  private FrameHeadWeights() {}

  /** Names and shapes; no name is one of an encoder's. */
  public static Map<String, long[]> shapes(FrameHeadConfig config) {
    var shapes = new LinkedHashMap<String, long[]>();
    long perColumn = (long) config.framesPerColumn() * FrameHead.OUTPUTS;
    linear(shapes, "head.frames", perColumn, config.features());
    linear(shapes, "head.pool", config.pools(), config.features());
    linear(shapes, "head.recording", FrameHead.CLASSES, config.summaryWidth());
    return shapes;
  }

  /**
   * The weights of an untrained head: Xavier-uniform matrices, zero biases. The same seed gives the
   * same bits on every machine.
   */
  public static Map<String, Tensor> seeded(FrameHeadConfig config, long seed) {
    var random = new Random(seed);
    var weights = new LinkedHashMap<String, Tensor>();
    shapes(config).forEach((name, shape) -> weights.put(name, initial(shape, random)));
    return weights;
  }

  private static Tensor initial(long[] shape, Random random) {
    var data = new float[Tensor.size(shape)];
    if (shape.length > 1) {
      double bound = Math.sqrt(6.0 / (shape[0] + shape[1]));
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    }
    return new Tensor(shape, data);
  }

  private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }
}
