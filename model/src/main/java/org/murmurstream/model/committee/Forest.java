package org.murmurstream.model.committee;

import java.util.Arrays;
import java.util.Map;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Tensor;

/**
 * Decision trees whose answers are averaged, as plain arrays; the nodes of all trees stand in one
 * list.
 *
 * @param roots the first node of each tree
 * @param feature the feature a node asks for, or -1 in a leaf
 * @param threshold a node's right branch is for values above it
 * @param left the next node for values up to the threshold; behind the node itself
 * @param right the next node for values above the threshold; behind the node itself
 * @param probability the answer of a leaf, 0 to 1
 */
@SuppressWarnings("ArrayRecordComponent") // weights are passed on, never compared
public record Forest(
    int[] roots, int[] feature, float[] threshold, int[] left, int[] right, float[] probability) {

  private static final int LEAF = -1;

  private static final String ROOTS = "forest.roots";
  private static final String FEATURE = "forest.feature";
  private static final String THRESHOLD = "forest.threshold";
  private static final String LEFT = "forest.left";
  private static final String RIGHT = "forest.right";
  private static final String PROBABILITY = "forest.probability";
  private static final String BRANCH = "forest.branch";
  private static final String VALUE = "forest.value";

  /** One more than a packed node can ask for. */
  private static final int FEATURES = 64;

  /** The largest whole number up to which every one is a float32. */
  private static final int MAX_NODES = 1 << 24;

  public Forest {
    int nodes = feature.length;
    if (roots.length == 0 || nodes > MAX_NODES) {
      throw new IllegalArgumentException(
          "a forest needs a tree and at most %d nodes; it has %d trees and %d nodes"
              .formatted(MAX_NODES, roots.length, nodes));
    }
    if (threshold.length != nodes
        || left.length != nodes
        || right.length != nodes
        || probability.length != nodes) {
      throw new IllegalArgumentException("arrays of unequal lengths make no forest");
    }
    for (int root : roots) {
      requireNode(root, -1, nodes);
    }
    for (int i = 0; i < nodes; i++) {
      if (feature[i] != LEAF) {
        // Children lie behind their parents, so no path can go round in circles.
        requireNode(left[i], i, nodes);
        requireNode(right[i], i, nodes);
      }
    }
  }

  /** The forest stored as {@link #tensors}, or as bundles of format 2 have it. */
  public static Forest of(Map<String, Tensor> tensors) {
    if (tensors.containsKey(BRANCH)) {
      return unpacked(tensors);
    }
    return new Forest(
        whole(tensors, ROOTS),
        whole(tensors, FEATURE),
        tensor(tensors, THRESHOLD),
        whole(tensors, LEFT),
        whole(tensors, RIGHT),
        tensor(tensors, PROBABILITY));
  }

  /**
   * Two numbers a node, a third of what the six arrays take: {@code forest.roots}, the first node
   * of each tree; {@code forest.branch}, 0 in a leaf, else 1 + feature + {@value #FEATURES} times
   * how far behind the node its right one stands, its left one being the next; {@code
   * forest.value}, the threshold of a node, the probability of a leaf.
   *
   * @throws IllegalArgumentException if a left node is not the next, or a number is too large
   */
  public Map<String, Tensor> tensors() {
    var branch = new float[feature.length];
    var value = new float[feature.length];
    for (int i = 0; i < feature.length; i++) {
      if (feature[i] == LEAF) {
        value[i] = probability[i];
      } else {
        long packed = 1 + feature[i] + (long) FEATURES * (right[i] - i);
        if (left[i] != i + 1 || feature[i] + 1 >= FEATURES || packed >= MAX_NODES) {
          throw new IllegalArgumentException("node %d cannot be packed".formatted(i));
        }
        branch[i] = packed;
        value[i] = threshold[i];
      }
    }
    return Map.of(ROOTS, vector(floats(roots)), BRANCH, vector(branch), VALUE, vector(value));
  }

  private static Forest unpacked(Map<String, Tensor> tensors) {
    int[] branch = whole(tensors, BRANCH);
    float[] value = tensor(tensors, VALUE);
    int nodes = branch.length;
    var feature = new int[nodes];
    var left = new int[nodes];
    var right = new int[nodes];
    var threshold = new float[nodes];
    var probability = new float[nodes];
    for (int i = 0; i < nodes && i < value.length; i++) {
      feature[i] = branch[i] % FEATURES - 1;
      if (feature[i] == LEAF) {
        probability[i] = value[i];
      } else {
        left[i] = i + 1;
        right[i] = i + branch[i] / FEATURES;
        threshold[i] = value[i];
      }
    }
    return new Forest(whole(tensors, ROOTS), feature, threshold, left, right, probability);
  }

  /** How many features a sample must have at least. */
  public int features() {
    return 1 + Arrays.stream(feature).max().orElse(LEAF);
  }

  /**
   * Mean answer of all trees, 0 to 1.
   *
   * @throws IllegalArgumentException if a tree asks for a feature that is not there
   */
  public double probability(float[] features) {
    double sum = 0;
    for (int root : roots) {
      int node = root;
      while (feature[node] != LEAF) {
        if (feature[node] < 0 || feature[node] >= features.length) {
          throw new IllegalArgumentException(
              "the forest asks for feature %d of %d".formatted(feature[node], features.length));
        }
        node = features[feature[node]] > threshold[node] ? right[node] : left[node];
      }
      sum += probability[node];
    }
    return sum / roots.length;
  }

  @Override
  public String toString() {
    return "Forest[%d trees, %d nodes]".formatted(roots.length, feature.length);
  }

  private static void requireNode(int node, int parent, int nodes) {
    if (node <= parent || node >= nodes) {
      throw new IllegalArgumentException("node %d cannot follow node %d".formatted(node, parent));
    }
  }

  private static float[] tensor(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new UserException("the beat classifier lacks tensor '" + name + "'");
    }
    return tensor.data();
  }

  private static int[] whole(Map<String, Tensor> tensors, String name) {
    float[] values = tensor(tensors, name);
    var whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) values[i];
    }
    return whole;
  }

  private static float[] floats(int[] values) {
    var floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  private static Tensor vector(float[] values) {
    return new Tensor(new long[] {values.length}, values);
  }
}
