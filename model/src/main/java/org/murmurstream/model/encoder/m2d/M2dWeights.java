package org.murmurstream.model.encoder.m2d;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.murmurstream.model.tensor.Tensor;

/** The tensors of an M2D encoder: their names, shapes and first values. */
public final class M2dWeights {

  /** Names of the tensors that are computed, never learnt. */
  public static final Set<String> FIXED = Set.of("pos_embed");

  private static final String PATCH_EMBEDDING = "patch_embed.";
  private static final String STEM = "stem.";
  private static final double TOKEN_DEVIATION = 0.02;

  private M2dWeights() {}

  /**
   * Names and shapes of an encoder's tensors, as in the state dictionary of the official
   * checkpoints; those of a convolutional stem are ours.
   */
  public static Map<String, long[]> shapes(M2dConfig config) {
    long width = config.width();
    var shapes = new LinkedHashMap<String, long[]>();
    shapes.put("cls_token", new long[] {1, 1, width});
    shapes.put("pos_embed", new long[] {1, 1 + config.patches(), width});
    switch (config.stem()) {
      case PATCHES -> {
        shapes.put(
            PATCH_EMBEDDING + "proj.weight",
            new long[] {width, 1, config.patchBands(), config.patchFrames()});
        shapes.put(PATCH_EMBEDDING + "proj.bias", new long[] {width});
      }
      case CONVOLUTION -> {
        long in = config.bands();
        int[] kernels = ConvolutionStem.kernels(config.patchFrames());
        for (int i = 0; i < kernels.length; i++) {
          shapes.put(STEM + i + ".weight", new long[] {width, in, kernels[i]});
          shapes.put(STEM + i + ".bias", new long[] {width});
          in = width;
        }
      }
    }
    transformer(shapes, "blocks", "norm", width, config.depth(), config.mlpRatio());
    return shapes;
  }

  /** Names of the tensors that make tokens of spectrograms, before any transformer block. */
  static Set<String> inputLayers(M2dConfig config) {
    return shapes(config).keySet().stream()
        .filter(name -> name.startsWith(PATCH_EMBEDDING) || name.startsWith(STEM))
        .collect(Collectors.toSet());
  }

  /** Adds the tensors of a {@link Transformer}. */
  public static void transformer(
      Map<String, long[]> shapes, String blocks, String norm, long width, int depth, int mlpRatio) {
    long hidden = width * mlpRatio;
    for (int i = 0; i < depth; i++) {
      String block = blocks + "." + i + ".";
      norm(shapes, block + "norm1", width);
      linear(shapes, block + "attn.qkv", 3 * width, width);
      linear(shapes, block + "attn.proj", width, width);
      norm(shapes, block + "norm2", width);
      linear(shapes, block + "mlp.fc1", hidden, width);
      linear(shapes, block + "mlp.fc2", width, hidden);
    }
    norm(shapes, norm, width);
  }

  /**
   * The weights of an untrained encoder: Xavier-uniform matrices, zero biases, unit layer norms, a
   * normal class token of deviation 0.02, sine-cosine positions. The same seed gives the same bits
   * on every machine.
   */
  public static Map<String, Tensor> seeded(M2dConfig config, long seed) {
    var random = new Random(seed); // the one generator whose every bit is specified
    var weights = new LinkedHashMap<String, Tensor>();
    shapes(config)
        .forEach((name, shape) -> weights.put(name, initial(name, shape, config, random)));
    return weights;
  }

  /** The first values of a tensor, by its name and shape. */
  public static Tensor initial(String name, long[] shape, M2dConfig config, Random random) {
    if (name.endsWith("pos_embed")) {
      return SinCosPositions.table(config.gridBands(), config.gridColumns(), (int) shape[2]);
    }
    var data = new float[Tensor.size(shape)];
    if (name.endsWith("_token")) {
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (TOKEN_DEVIATION * random.nextGaussian());
      }
    } else if (name.endsWith("weight") && shape.length > 1) {
      double bound = Math.sqrt(6.0 / (shape[0] + data.length / shape[0]));
      for (int i = 0; i < data.length; i++) {
        data[i] = (float) (bound * (2 * random.nextDouble() - 1));
      }
    } else if (name.endsWith("weight")) {
      Arrays.fill(data, 1);
    }
    return new Tensor(shape, data);
  }

  private static void norm(Map<String, long[]> shapes, String name, long width) {
    shapes.put(name + ".weight", new long[] {width});
    shapes.put(name + ".bias", new long[] {width});
  }

  /** Adds the tensors of a linear layer. */
  public static void linear(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }
}
