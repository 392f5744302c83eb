package org.murmurstream.trainer.sites;

import java.util.ArrayList;
import java.util.List;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.UserException;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.trainer.learning.ClassifierLossConfig;
import org.murmurstream.trainer.learning.ClassifierTraining;
import org.murmurstream.trainer.learning.OptimiserConfig;

/**
 * What a person chooses about the training of a multi-site classifier; the rest follows.
 *
 * @param epochs at most so many passes over the patients
 * @param patience epochs without a better one after which training ends
 * @param batchSize patients per step
 * @param learningRate its peak
 * @param warmupEpochs over which it rises, before it falls as half a cosine to the last of {@code
 *     epochs}
 * @param weightDecay of matrices
 * @param gamma exponent of the focal factor
 * @param focus what the focal term sees
 * @param smoothing of labels
 * @param klAlpha share of the divergence between heads
 * @param classWeights of Absent, Present and Unknown; empty for the inverse of their frequency
 * @param specAugment whether features and sites are hidden at random
 * @param shape of the network
 */
public record ClassifierSettings(
    int epochs,
    int patience,
    int batchSize,
    double learningRate,
    int warmupEpochs,
    double weightDecay,
    double gamma,
    ClassifierLossConfig.Focus focus,
    double smoothing,
    double klAlpha,
    List<Double> classWeights,
    boolean specAugment,
    Shape shape) {

  private static final double CLIP_NORM = 1;

  /**
   * Shape of the network.
   *
   * @param outputHeads linear classifiers side by side
   * @param width of a token
   * @param layers transformer layers
   * @param hidden width of their feed-forward networks
   * @param dropout inside the layers and before each head
   */
  public record Shape(int outputHeads, int width, int layers, int hidden, double dropout) {

    /** Three heads, 512 wide, four layers of 1024. */
    public static final Shape STANDARD = new Shape(3, 512, 4, 1024, 0.2);
  }

  /** The standard. */
  public static final ClassifierSettings STANDARD =
      new ClassifierSettings(
          50,
          10,
          32,
          1e-4,
          3,
          1e-2,
          1.5,
          ClassifierLossConfig.Focus.EACH_HEAD,
          0.1,
          0.3,
          List.of(1.0, 5.0, 3.0),
          true,
          Shape.STANDARD);

  public ClassifierSettings {
    if (epochs < 1 || patience < 1 || batchSize < 1 || warmupEpochs < 0) {
      throw new UserException("epochs, patience and batch size must be at least 1");
    }
    if (warmupEpochs >= epochs) {
      throw new UserException(
          "%d epochs of warm-up leave nothing of %d; choose fewer".formatted(warmupEpochs, epochs));
    }
    classWeights = List.copyOf(classWeights);
    if (!classWeights.isEmpty() && classWeights.size() != MurmurClass.values().length) {
      throw new UserException("class weights are three numbers: Absent, Present, Unknown");
    }
  }

  /** The same without distillation between heads. */
  public ClassifierSettings withoutDistillation() {
    return with(0, shape);
  }

  /** The same with one output head, which leaves nothing to distil. */
  public ClassifierSettings withSingleHead() {
    return with(0, new Shape(1, shape.width(), shape.layers(), shape.hidden(), shape.dropout()));
  }

  private ClassifierSettings with(double otherAlpha, Shape otherShape) {
    return new ClassifierSettings(
        epochs,
        patience,
        batchSize,
        learningRate,
        warmupEpochs,
        weightDecay,
        gamma,
        focus,
        smoothing,
        otherAlpha,
        classWeights,
        specAugment,
        otherShape);
  }

  /** Steps of an epoch; the last batch may be smaller. */
  int steps(int patients) {
    return (patients + batchSize - 1) / batchSize;
  }

  /**
   * Everything that follows.
   *
   * @param features length of an embedding
   * @param taught the patients that are learnt from
   * @throws UserException if a setting is out of range
   */
  ClassifierTraining training(int features, List<LabelledPatient> taught) {
    try {
      ClassifierConfig classifier = classifier(features);
      int steps = steps(taught.size());
      return new ClassifierTraining(
          classifier,
          new ClassifierLossConfig(
              weights(classifier, taught),
              gamma,
              smoothing,
              klAlpha,
              focus,
              ClassifierLossConfig.Heads.MEAN,
              ClassifierLossConfig.Direction.MEAN_TEACHES),
          new OptimiserConfig(
              learningRate,
              warmupEpochs * steps,
              epochs * steps,
              0.9,
              0.999,
              1e-8,
              weightDecay,
              CLIP_NORM,
              0));
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private ClassifierConfig classifier(int features) {
    ClassifierConfig standard = ClassifierConfig.standard(features);
    return new ClassifierConfig(
        standard.sites(),
        standard.classes(),
        features,
        shape.width(),
        standard.attentionHeads(),
        shape.layers(),
        shape.hidden(),
        shape.outputHeads(),
        standard.siteEmbedding(),
        standard.masking(),
        standard.averaging(),
        shape.dropout(),
        shape.dropout());
  }

  private List<Double> weights(ClassifierConfig classifier, List<LabelledPatient> taught) {
    var weights = new ArrayList<Double>();
    for (MurmurClass label : classifier.classes()) {
      weights.add(
          classWeights.isEmpty()
              ? ClassWeights.inverse(taught.stream().map(LabelledPatient::label).toList(), label)
              : classWeights.get(place(label)));
    }
    return weights;
  }

  private static int place(MurmurClass label) {
    return switch (label) {
      case ABSENT -> 0;
      case PRESENT -> 1;
      case UNKNOWN -> 2;
    };
  }
}
