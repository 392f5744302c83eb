package org.murmurstream.model.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Where an encoder comes from.
 *
 * @param kind what made it
 * @param name of the file, folder or model it was taken of
 * @param description the same for people
 * @param trainedOn what it was trained on, as its training wrote it down, where that is known
 */
public record Origin(Kind kind, String name, String description, Optional<JsonNode> trainedOn) {

  /** What makes encoders. */
  public enum Kind {
    RANDOM("random weights"),
    CHECKPOINT("checkpoint"),
    BUNDLE("bundle"),
    PRETRAINING("pre-training"),
    FINE_TUNING("fine-tuning"),
    /** The training of one fold, together with a frame head. */
    FOLD("training");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    /** As it stands in records of runs. */
    public String title() {
      return title;
    }
  }

  /** Of a name that says it all. */
  public static Origin of(Kind kind, String name) {
    return new Origin(kind, name, kind.title() + " " + name, Optional.empty());
  }

  /** Weights drawn at random. */
  public static Origin random(long seed) {
    String name = "seed " + seed;
    return new Origin(Kind.RANDOM, name, Kind.RANDOM.title() + ", " + name, Optional.empty());
  }

  /** The same, with what it was trained on. */
  public Origin trainedOn(JsonNode known) {
    return new Origin(kind, name, description, Optional.of(known));
  }

  /** The same by another name. */
  public Origin named(String other) {
    return new Origin(kind, other, description, trainedOn);
  }

  /** The same, told in other words. */
  public Origin described(String other) {
    return new Origin(kind, name, other, trainedOn);
  }

  /** Whether it is known to have learnt from labels. */
  public boolean labelled() {
    return kind == Kind.FINE_TUNING;
  }

  @Override
  public String toString() {
    return description;
  }
}
