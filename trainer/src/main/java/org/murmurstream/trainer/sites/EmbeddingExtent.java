package org.murmurstream.trainer.sites;

/** How much of a recording an encoder hears at a time, before the mean is learnt from. */
public enum EmbeddingExtent {

  /**
   * Windows of {@link org.murmurstream.model.encoder.WindowPlan#STANDARD}, as published in 2024.
   */
  WINDOWS(
      "mean embeddings of five-second windows; it is used on mean embeddings of whole recordings"),

  /** All of it, in chunks of the encoder's length: just as a model bundle hears it. */
  RECORDINGS("mean embeddings of whole recordings, as it is used");

  private final String description;

  EmbeddingExtent(String description) {
    this.description = description;
  }

  /** For a model card: trained on this. */
  String description() {
    return description;
  }
}
