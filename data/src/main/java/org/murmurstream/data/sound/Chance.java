package org.murmurstream.data.sound;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.murmurstream.core.Sha256;

/** Chance that follows from names, and is the same on every machine. */
final class Chance {

  private Chance() {}

  /** The random numbers that belong to some names, in their order. */
  static Random of(Object... names) {
    var digest = Sha256.digest();
    for (Object name : names) {
      byte[] bytes = name.toString().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return new Random(ByteBuffer.wrap(digest.digest()).getLong());
  }

  /** Evenly between two bounds. */
  static double between(double least, double greatest, Random random) {
    return least + (greatest - least) * random.nextDouble();
  }

  /** Between two positive bounds, evenly in the logarithm. */
  static double logBetween(double least, double greatest, Random random) {
    return StrictMath.exp(between(StrictMath.log(least), StrictMath.log(greatest), random));
  }

  /** A whole number, evenly from the first to the last. */
  static int whole(int first, int last, Random random) {
    return first + random.nextInt(last - first + 1);
  }

  /** White noise of normal distribution and unit power. */
  static double[] normals(int count, Random random) {
    var normals = new double[count];
    for (int i = 0; i < count; i++) {
      normals[i] = random.nextGaussian();
    }
    return normals;
  }
}
