package org.murmurstream.core;

import java.util.List;

/**
 * What a model found in one recording: all that a later decision needs, without the audio.
 *
 * @param site where the recording was made
 * @param embedding the recording's token, as long as the encoder is wide; empty if not usable
 * @param quality signal quality of the recording
 * @param usable whether it may take part in a decision
 * @param cautions why it is not usable, or what to be careful about, in the order of the enum
 * @param detail what this kind of model needs beyond the embedding, in a form that is its own;
 *     empty if it needs nothing. Whoever keeps evidence keeps these bytes as they are
 */
@SuppressWarnings("ArrayRecordComponent") // a feature vector is passed on, never compared
public record Evidence(
    AuscultationSite site,
    float[] embedding,
    SignalQuality quality,
    boolean usable,
    List<Caution> cautions,
    byte[] detail) {

  private static final byte[] NOTHING = {};

  public Evidence {
    cautions = List.copyOf(cautions);
  }

  /** Evidence of a model that decides from embeddings alone. */
  public Evidence(
      AuscultationSite site,
      float[] embedding,
      SignalQuality quality,
      boolean usable,
      List<Caution> cautions) {
    this(site, embedding, quality, usable, cautions, NOTHING);
  }

  /** A recording that cannot take part in a decision. */
  public static Evidence unusable(
      AuscultationSite site, SignalQuality quality, List<Caution> cautions) {
    return new Evidence(site, new float[0], quality, false, cautions);
  }

  /** Whether every value of the embedding is a finite number. */
  public boolean isFinite() {
    return Finite.all(embedding);
  }

  /** Derived from a patient's audio: only its dimensions are ever printed. */
  @Override
  public String toString() {
    return "Evidence[%s, %d values, %s, usable=%s, %s]"
        .formatted(site, embedding.length, quality, usable, cautions);
  }
}
