package org.murmurstream.trainer.committee;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.murmurstream.core.UserException;
import org.murmurstream.model.committee.Forest;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableDataset;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.common.tree.LeafNode;
import org.tribuo.common.tree.Node;
import org.tribuo.common.tree.SplitNode;
import org.tribuo.common.tree.TreeModel;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Fits extremely randomised trees (Geurts, Ernst and Wehenkel 2006) with Tribuo: every tree on all
 * samples, the best of random thresholds over a random share of the features at each split. Only
 * the fitted trees are kept, as arrays.
 *
 * @param trees number of trees
 * @param split a node of fewer samples is a leaf
 * @param features share of the features that are tried at each split, above 0 to 1
 * @param seed same seed and samples, same forest
 */
public record ForestFit(int trees, int split, double features, long seed) {

  /** 400 trees, no node of less than four samples split, a third of the features. */
  public static final ForestFit STANDARD = new ForestFit(400, 4, 1.0 / 3, 1);

  private static final Label MURMUR = new Label("murmur");
  private static final Label NONE = new Label("none");

  /**
   * Fits a forest.
   *
   * @param samples features, as many in each sample
   * @param murmur what each sample is
   * @throws UserException unless there are samples of both kinds
   */
  public Forest fit(List<float[]> samples, List<Boolean> murmur) {
    if (!murmur.contains(true) || !murmur.contains(false)) {
      throw new UserException(
          "beat classifiers learn from recordings with a murmur and without in which networks find heart beats;"
              + " of one kind there is none: train for longer, or on more recordings");
    }
    Dataset<Label> dataset = ImmutableDataset.copyDataset(dataset(samples, murmur));
    var nodes = new Nodes();
    // Each tree has a seed of its own, so it does not matter which of them grow side by side.
    IntStream.range(0, trees).parallel().mapToObj(i -> tree(i, dataset)).toList()
        .forEach(nodes::addTree);
    return nodes.forest();
  }

  private TreeModel<Label> tree(int number, Dataset<Label> dataset) {
    var trainer =
        new CARTClassificationTrainer(
            Integer.MAX_VALUE, split, 0, (float) features, true, new GiniIndex(), seed + number);
    return trainer.train(dataset);
  }

  private static Dataset<Label> dataset(List<float[]> samples, List<Boolean> murmur) {
    var dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("samples", new LabelFactory()), new LabelFactory());
    for (int i = 0; i < samples.size(); i++) {
      float[] sample = samples.get(i);
      var names = new String[sample.length];
      var values = new double[sample.length];
      for (int f = 0; f < sample.length; f++) {
        names[f] = Integer.toString(f);
        values[f] = sample[f];
      }
      dataset.add(new ArrayExample<>(murmur.get(i) ? MURMUR : NONE, names, values));
    }
    return dataset;
  }

  /** The nodes of all trees in growing arrays; a parent comes before its children. */
  private static final class Nodes {

    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> feature = new ArrayList<>();
    private final List<Float> threshold = new ArrayList<>();
    private final List<Integer> left = new ArrayList<>();
    private final List<Integer> right = new ArrayList<>();
    private final List<Float> probability = new ArrayList<>();

    void addTree(TreeModel<Label> tree) {
      roots.add(add(tree.getRoot(), tree.getFeatureIDMap()));
    }

    private int add(Node<Label> node, ImmutableFeatureMap ids) {
      int index = feature.size();
      if (node instanceof SplitNode<Label> split) {
        append(Integer.parseInt(ids.get(split.getFeatureID()).getName()), split.splitValue(), 0);
        left.set(index, add(split.getLessThanOrEqual(), ids));
        right.set(index, add(split.getGreaterThan(), ids));
      } else {
        append(-1, 0, ((LeafNode<Label>) node).getDistribution().get(MURMUR.getLabel()).getScore());
      }
      return index;
    }

    private void append(int asked, double limit, double answer) {
      feature.add(asked);
      threshold.add(floor(limit));
      left.add(0);
      right.add(0);
      probability.add((float) answer);
    }

    /** Rounded down, so that every float32 stays on its side of the threshold. */
    private static float floor(double value) {
      var rounded = (float) value;
      return rounded > value ? Math.nextDown(rounded) : rounded;
    }

    Forest forest() {
      return new Forest(
          whole(roots),
          whole(feature),
          real(threshold),
          whole(left),
          whole(right),
          real(probability));
    }

    private static int[] whole(List<Integer> values) {
      return values.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] real(List<Float> values) {
      var array = new float[values.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = values.get(i);
      }
      return array;
    }
  }
}
