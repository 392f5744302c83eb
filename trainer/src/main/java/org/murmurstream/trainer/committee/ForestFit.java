package org.murmurstream.trainer.committee;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.murmurstream.core.UserException;
import org.murmurstream.model.committee.Forest;

/**
 * Fits extremely randomised trees (Geurts, Ernst and Wehenkel 2006): every tree on all samples; at
 * each node one random threshold for each of a random share of the features that vary there, of
 * which the one is taken that leaves the least Gini impurity.
 *
 * @param trees number of trees
 * @param leaf least number of samples in a leaf
 * @param features share of the features that are tried at each node, above 0 to 1
 * @param seed same seed and samples, same forest
 */
public record ForestFit(int trees, int leaf, double features, long seed) {

  /** 400 trees, two samples in a leaf, a third of the features. */
  public static final ForestFit STANDARD = new ForestFit(400, 2, 1.0 / 3, 1);

  public ForestFit {
    if (trees < 1 || leaf < 1 || !(features > 0 && features <= 1)) {
      throw new IllegalArgumentException(
          "a forest needs a tree, a sample in each leaf, and a share of features above 0 to 1");
    }
  }

  /** The same with other leaves. */
  ForestFit withLeaf(int samples) {
    return new ForestFit(trees, samples, features, seed);
  }

  /**
   * Fits a forest.
   *
   * @param samples features, as many in each sample; no NaN
   * @param murmur what each sample is
   * @throws UserException unless there are samples of both kinds
   */
  public Forest fit(List<float[]> samples, List<Boolean> murmur) {
    if (!murmur.contains(true) || !murmur.contains(false)) {
      throw new UserException(
          "beat classifiers learn from recordings with a murmur and without in which networks find heart beats;"
              + " of one kind there is none: train for longer, or on more recordings");
    }
    float[][] inputs = samples.toArray(float[][]::new);
    var positive = new boolean[inputs.length];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = murmur.get(i);
    }
    // Each tree has a seed of its own, so it does not matter which of them grow side by side.
    List<Tree> grown =
        IntStream.range(0, trees)
            .parallel()
            .mapToObj(i -> new Tree(inputs, positive, new SplittableRandom(seed + i)))
            .toList();
    return together(grown);
  }

  /** The nodes of all trees one behind the other. */
  private static Forest together(List<Tree> grown) {
    int nodes = grown.stream().mapToInt(tree -> tree.nodes).sum();
    var roots = new int[grown.size()];
    var feature = new int[nodes];
    var threshold = new float[nodes];
    var left = new int[nodes];
    var right = new int[nodes];
    var probability = new float[nodes];
    int next = 0;
    for (int i = 0; i < roots.length; i++) {
      Tree tree = grown.get(i);
      roots[i] = next;
      for (int node = 0; node < tree.nodes; node++) {
        feature[next + node] = tree.feature[node];
        threshold[next + node] = tree.threshold[node];
        probability[next + node] = tree.probability[node];
        if (tree.feature[node] >= 0) {
          left[next + node] = next + node + 1;
          right[next + node] = next + tree.right[node];
        }
      }
      next += tree.nodes;
    }
    return new Forest(roots, feature, threshold, left, right, probability);
  }

  /** One tree; a node's left child is the next node. */
  private final class Tree {

    private static final int LEAF = -1;

    private final float[][] inputs;
    private final boolean[] positive;
    private final SplittableRandom random;
    private final int tried;

    /** Samples, those of a node side by side. */
    private final int[] order;

    private int nodes;
    private int[] feature = new int[64];
    private float[] threshold = new float[64];
    private int[] right = new int[64];
    private float[] probability = new float[64];

    Tree(float[][] inputs, boolean[] positive, SplittableRandom random) {
      this.inputs = inputs;
      this.positive = positive;
      this.random = random;
      this.tried = Math.max(1, (int) Math.round(features * inputs[0].length));
      this.order = IntStream.range(0, inputs.length).toArray();
      grow(0, inputs.length);
    }

    private int grow(int from, int to) {
      int node = add();
      int found = positives(from, to);
      probability[node] = (float) found / (to - from);
      feature[node] = LEAF;
      if (found == 0 || found == to - from || to - from < 2 * leaf) {
        return node;
      }
      if (!split(node, from, to, found)) {
        return node;
      }
      int middle = partition(from, to, feature[node], threshold[node]);
      grow(from, middle);
      int other = grow(middle, to);
      right[node] = other;
      return node;
    }

    /** Takes the best of some random thresholds; false if no feature allows one. */
    private boolean split(int node, int from, int to, int found) {
      int[] candidates = IntStream.range(0, inputs[0].length).toArray();
      double best = Double.NEGATIVE_INFINITY;
      int varying = 0;
      for (int left = candidates.length; left > 0 && varying < tried; left--) {
        int pick = random.nextInt(left);
        int candidate = candidates[pick];
        candidates[pick] = candidates[left - 1];
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
          float value = inputs[order[i]][candidate];
          least = Math.min(least, value);
          greatest = Math.max(greatest, value);
        }
        if (least >= greatest) {
          continue;
        }
        varying++;
        float limit = (float) (least + random.nextDouble() * ((double) greatest - least));
        if (limit >= greatest) {
          limit = least; // rounding must not leave the right side empty
        }
        double score = score(from, to, found, candidate, limit);
        if (score > best) {
          best = score;
          feature[node] = candidate;
          threshold[node] = limit;
        }
      }
      return feature[node] != LEAF;
    }

    /**
     * The greater, the purer both sides: of a side of n samples, p of them positive, (p^2 + (n -
     * p)^2) / n, which is n less n times its Gini impurity. Minus infinity where a side has too
     * few.
     */
    private double score(int from, int to, int found, int candidate, float limit) {
      int count = 0;
      int ofThem = 0;
      for (int i = from; i < to; i++) {
        if (inputs[order[i]][candidate] <= limit) {
          count++;
          ofThem += positive[order[i]] ? 1 : 0;
        }
      }
      int rest = to - from - count;
      return count < leaf || rest < leaf
          ? Double.NEGATIVE_INFINITY
          : purity(count, ofThem) + purity(rest, found - ofThem);
    }

    private static double purity(double samples, double positives) {
      double negatives = samples - positives;
      return (positives * positives + negatives * negatives) / samples;
    }

    /** Brings samples up to the limit to the front; returns where the others begin. */
    private int partition(int from, int to, int by, float limit) {
      int middle = from;
      for (int i = from; i < to; i++) {
        if (inputs[order[i]][by] <= limit) {
          int swap = order[i];
          order[i] = order[middle];
          order[middle++] = swap;
        }
      }
      return middle;
    }

    private int positives(int from, int to) {
      int found = 0;
      for (int i = from; i < to; i++) {
        found += positive[order[i]] ? 1 : 0;
      }
      return found;
    }

    private int add() {
      if (nodes == feature.length) {
        feature = Arrays.copyOf(feature, 2 * nodes);
        threshold = Arrays.copyOf(threshold, 2 * nodes);
        right = Arrays.copyOf(right, 2 * nodes);
        probability = Arrays.copyOf(probability, 2 * nodes);
      }
      return nodes++;
    }
  }
}
