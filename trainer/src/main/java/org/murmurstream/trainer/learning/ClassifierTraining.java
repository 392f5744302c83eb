package org.murmurstream.trainer.learning;

import org.murmurstream.model.sites.ClassifierConfig;

/**
 * Everything about the training of a multi-site classifier but its data.
 *
 * @param classifier geometry
 * @param loss what is minimised
 * @param optimiser how
 */
public record ClassifierTraining(
    ClassifierConfig classifier, ClassifierLossConfig loss, OptimiserConfig optimiser) {

  public ClassifierTraining {
    if (loss.classWeights().size() != classifier.classes().size()) {
      throw new IllegalArgumentException("each class needs a weight");
    }
  }
}
