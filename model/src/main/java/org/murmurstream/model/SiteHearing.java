package org.murmurstream.model;

import java.util.List;
import org.murmurstream.model.audio.SignalQuality;
import org.murmurstream.model.decision.CommitteeEvidence;

/**
 * What is kept of one site once it has been heard: all that a later decision needs, without the
 * audio.
 *
 * @param site the site
 * @param embedding the site's token: mean over recordings of the mean over time of the frame
 *     embeddings, as long as the encoder is wide; empty if not usable
 * @param recordings number of recordings behind it
 * @param quality signal quality over all recordings of the site
 * @param usable whether this site may take part in a decision
 * @param cautions why it is not usable, or what to be careful about, in the order of the enum
 * @param evidence what a committee decides from, one for each usable recording in the order of
 *     their numbers; empty if another kind of model listened
 */
@SuppressWarnings("ArrayRecordComponent") // a feature vector is passed on, never compared
public record SiteHearing(
    AuscultationSite site,
    float[] embedding,
    int recordings,
    SignalQuality quality,
    boolean usable,
    List<Caution> cautions,
    List<CommitteeEvidence> evidence) {

  public SiteHearing {
    cautions = List.copyOf(cautions);
    evidence = List.copyOf(evidence);
  }

  /** A hearing by a model that decides from embeddings alone. */
  public SiteHearing(
      AuscultationSite site,
      float[] embedding,
      int recordings,
      SignalQuality quality,
      boolean usable,
      List<Caution> cautions) {
    this(site, embedding, recordings, quality, usable, cautions, List.of());
  }

  @Override
  public String toString() {
    return "SiteHearing[%s, %d values, %d recordings, %s, usable=%s, %s]"
        .formatted(site, embedding.length, recordings, quality, usable, cautions);
  }
}
