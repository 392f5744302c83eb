package org.murmurstream.model.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import org.murmurstream.model.tensor.Parameters;

/** Convolutions over time that make a token of every 8 frames. */
final class ConvolutionStem {

  static final int[] KERNELS = {5, 3, 2};

  private static final int[] PADDINGS = {2, 1, 0};
  private static final Shape STRIDE = new Shape(2);

  private ConvolutionStem() {}

  /**
   * Makes tokens of spectrograms.
   *
   * @param spectrograms shape {@code [batch, bands, 8 * columns]}
   * @return shape {@code [batch, columns, width]}
   */
  static NDArray tokens(NDArray spectrograms, Parameters parameters) {
    NDArray x = spectrograms;
    for (int i = 0; i < KERNELS.length; i++) {
      NDArray kernel = parameters.get("stem." + i + ".weight");
      NDArray bias = parameters.get("stem." + i + ".bias");
      NDArray input = i == 0 ? x : Activation.gelu(x);
      x = Conv1d.conv1d(input, kernel, bias, STRIDE, new Shape(PADDINGS[i])).singletonOrThrow();
    }
    return x.transpose(0, 2, 1);
  }
}
