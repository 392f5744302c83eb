package org.murmurstream.kafka.wire;

/**
 * A record about an exam that is not a chunk, read by itself: a diagnosis, an annotation or an
 * embedding.
 *
 * @param <T> what it says
 */
public sealed interface Label<T> {

  /**
   * It can be taken in.
   *
   * @param content what it says
   * @param whole the record with all its fields; equal to another one that says the same
   */
  record Sound<T>(T content, Object whole) implements Label<T> {

    /** What it says is patient data. */
    @Override
    public String toString() {
      return "Sound[]";
    }
  }

  /**
   * It cannot.
   *
   * @param reason the name of a {@link org.murmurstream.core.exam.Rejection}, or one of {@link
   *     LabelReader}
   */
  record Refused<T>(String reason) implements Label<T> {}
}
