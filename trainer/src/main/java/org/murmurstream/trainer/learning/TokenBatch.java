package org.murmurstream.trainer.learning;

/**
 * Some patients, as a multi-site classifier learns from them.
 *
 * @param tokens standardised embeddings, {@code [patients, sites, features]}; zeros where a site is
 *     missing
 * @param present {@code [patients, sites]}, 1 or 0; at least one site of each patient is present
 * @param labels class of each patient, its place among the classes of the classifier
 */
@SuppressWarnings("ArrayRecordComponent") // made for one step, never compared
public record TokenBatch(float[] tokens, float[] present, int[] labels) {

  public int patients() {
    return labels.length;
  }

  @Override
  public String toString() {
    return "TokenBatch[" + labels.length + " patients]";
  }
}
