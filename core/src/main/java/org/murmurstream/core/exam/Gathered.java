package org.murmurstream.core.exam;

/** What became of a chunk. */
public sealed interface Gathered {

  /**
   * The chunk is new: store its samples.
   *
   * @param exam the exam, grown by it
   * @param completed whether it was the missing piece of its recording, which is now to be heard
   */
  record Accepted(Exam exam, boolean completed) implements Gathered {}

  /**
   * The very same chunk is here already.
   *
   * @param exam the exam; only what it intends may have grown
   */
  record Duplicate(Exam exam) implements Gathered {}

  /**
   * The chunk is refused, and the exam as it was.
   *
   * @param reason why
   */
  record Rejected(Rejection reason) implements Gathered {}
}
