package org.murmurstream.trainer.sites;

import java.util.List;
import org.murmurstream.data.split.Split;
import org.murmurstream.model.encoder.Encoder;

/**
 * One fold of an experiment, with everybody as its encoder hears them.
 *
 * @param number from 0
 * @param split who is learnt from, who chooses the epoch, who is judged
 * @param backbone the encoder
 * @param hearing how much it heard at a time
 * @param patients all of them
 */
public record Fold(
    int number,
    Split split,
    Encoder backbone,
    EmbeddingExtent hearing,
    List<EmbeddedPatient> patients) {

  /** The patients of a subset. */
  public List<EmbeddedPatient> patients(Split.Subset subset) {
    return patients.stream().filter(one -> split.of(one.patient()) == subset).toList();
  }

  @Override
  public String toString() {
    return "Fold[" + number + ", " + backbone + ", " + patients.size() + " patients]";
  }
}
