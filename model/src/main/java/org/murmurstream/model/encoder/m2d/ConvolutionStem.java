package org.murmurstream.model.encoder.m2d;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import java.util.Arrays;
import org.murmurstream.model.tensor.Parameters;

/** Convolutions over time, each of stride 2, that make a token of every 4 or 8 frames. */
final class ConvolutionStem {

  private static final int[] KERNELS = {5, 3, 2};

  private static final int[] PADDINGS = {2, 1, 0};
  private static final Shape STRIDE = new Shape(2);

  private ConvolutionStem() {}

  /** Whether a token can stand for so many frames. */
  static boolean makesTokensOf(int frames) {
    return frames == 1 << KERNELS.length || frames == 1 << (KERNELS.length - 1);
  }

  /** Kernel widths of the convolutions that make a token of so many frames, in their order. */
  static int[] kernels(int frames) {
    return Arrays.copyOf(KERNELS, Integer.numberOfTrailingZeros(frames));
  }

  /**
   * Makes tokens of spectrograms.
   *
   * @param spectrograms shape {@code [batch, bands, frames * columns]}
   * @param frames frames of a token
   * @return shape {@code [batch, columns, width]}
   */
  static NDArray tokens(NDArray spectrograms, int frames, Parameters parameters) {
    NDArray x = spectrograms;
    for (int i = 0; i < kernels(frames).length; i++) {
      NDArray kernel = parameters.get("stem." + i + ".weight");
      NDArray bias = parameters.get("stem." + i + ".bias");
      NDArray input = i == 0 ? x : Activation.gelu(x);
      x = Conv1d.conv1d(input, kernel, bias, STRIDE, new Shape(PADDINGS[i])).singletonOrThrow();
    }
    return x.transpose(0, 2, 1);
  }
}
