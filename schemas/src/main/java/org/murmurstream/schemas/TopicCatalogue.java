package org.murmurstream.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.murmurstream.schemas.TopicSpec.Cleanup;

/** Every topic of the system: the one place where name, key, value and retention meet. */
public final class TopicCatalogue {

  private static final int PARTITIONS = 6;
  private static final String PATIENT_ID = "patientId";
  private static final Duration LONG = Duration.ofDays(365L * 10);

  /** The archive of what devices uploaded. */
  public static final TopicSpec RECORDINGS = forEver("recordings", RecordingChunk.SCHEMA$, true);

  /** The answers. */
  public static final TopicSpec PREDICTIONS = kept("murmur-predictions", MurmurPrediction.SCHEMA$);

  /** What clinicians found; the trainer's labels. */
  public static final TopicSpec DIAGNOSES = forEver("diagnoses", Diagnosis.SCHEMA$, false);

  /** Experts' heart-cycle marks; the trainer's frame labels. */
  public static final TopicSpec ANNOTATIONS =
      forEver("annotations", CycleAnnotation.SCHEMA$, false);

  /** What the encoder made of each site. */
  public static final TopicSpec EMBEDDINGS = kept("site-embeddings", SiteEmbedding.SCHEMA$);

  /** Released models, the latest record of each version. */
  public static final TopicSpec MODELS =
      new TopicSpec(
          "models",
          "name@version",
          Optional.of(ModelRelease.SCHEMA$),
          1,
          Optional.empty(),
          Cleanup.COMPACT,
          false);

  /** Records that could not be taken in, byte for byte as they came. */
  public static final TopicSpec DEAD_LETTERS =
      new TopicSpec(
          "recordings-dlq",
          "as it came",
          Optional.empty(),
          PARTITIONS,
          Optional.of(LONG),
          Cleanup.DELETE,
          false);

  private TopicCatalogue() {}

  public static List<TopicSpec> all() {
    return List.of(
        RECORDINGS, PREDICTIONS, DIAGNOSES, ANNOTATIONS, EMBEDDINGS, MODELS, DEAD_LETTERS);
  }

  private static TopicSpec forEver(String name, Schema value, boolean unpacked) {
    return new TopicSpec(
        name,
        PATIENT_ID,
        Optional.of(value),
        PARTITIONS,
        Optional.empty(),
        Cleanup.DELETE,
        unpacked);
  }

  private static TopicSpec kept(String name, Schema value) {
    return new TopicSpec(
        name, PATIENT_ID, Optional.of(value), PARTITIONS, Optional.of(LONG), Cleanup.DELETE, false);
  }
}
