package org.murmurstream.model.encoder.m2d;

import org.murmurstream.model.tensor.Tensor;

/** The fixed two-dimensional sine-cosine position table of masked autoencoders. */
public final class SinCosPositions {

  private static final double BASE = 10_000;

  private SinCosPositions() {}

  /**
   * The table of a grid of patches: row 0, of the class token, is zero; row {@code 1 + band *
   * columns + column} is {@code [sin(column w), cos(column w), sin(band w), cos(band w)]} with
   * {@code w_i = 10000^(-i / (width / 4))}.
   *
   * @return shape {@code [1, 1 + bands * columns, width]}
   */
  public static Tensor table(int bands, int columns, int width) {
    int quarter = width / 4;
    var data = new float[(1 + bands * columns) * width];
    for (int band = 0; band < bands; band++) {
      for (int column = 0; column < columns; column++) {
        int row = (1 + band * columns + column) * width;
        for (int i = 0; i < quarter; i++) {
          double w = StrictMath.pow(BASE, -(double) i / quarter);
          data[row + i] = (float) StrictMath.sin(column * w);
          data[row + quarter + i] = (float) StrictMath.cos(column * w);
          data[row + 2 * quarter + i] = (float) StrictMath.sin(band * w);
          data[row + 3 * quarter + i] = (float) StrictMath.cos(band * w);
        }
      }
    }
    return new Tensor(new long[] {1, 1 + (long) bands * columns, width}, data);
  }
}
