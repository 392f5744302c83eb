package org.murmurstream.model.ear;

import java.util.List;

/** Vectors one behind the other. */
final class Vectors {

  private Vectors() {}

  static float[] join(List<float[]> vectors) {
    var joined = new float[vectors.stream().mapToInt(vector -> vector.length).sum()];
    int next = 0;
    for (float[] vector : vectors) {
      System.arraycopy(vector, 0, joined, next, vector.length);
      next += vector.length;
    }
    return joined;
  }
}
