package org.murmurstream.trainer.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.murmurstream.schemas.TopicCatalogue;
import org.murmurstream.schemas.TopicSpec;

/** The topics of the archive, in the order in which a manifest lists them. */
public enum ArchiveTopic {
  /** What devices uploaded. */
  @JsonProperty("recordings")
  RECORDINGS(TopicCatalogue.RECORDINGS),

  /** What clinicians found. */
  @JsonProperty("diagnoses")
  DIAGNOSES(TopicCatalogue.DIAGNOSES),

  /** What experts marked. */
  @JsonProperty("annotations")
  ANNOTATIONS(TopicCatalogue.ANNOTATIONS),

  /** What encoders made of it; read only if asked for. */
  @JsonProperty("embeddings")
  EMBEDDINGS(TopicCatalogue.EMBEDDINGS);

  @SuppressWarnings("ImmutableEnumChecker") // a record; its schema is changed by nobody
  private final TopicSpec spec;

  ArchiveTopic(TopicSpec spec) {
    this.spec = spec;
  }

  public TopicSpec spec() {
    return spec;
  }
}
