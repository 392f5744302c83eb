package org.murmurstream.proof.verify;

/**
 * One thing that is not as promised. Neither ids nor findings are in it.
 *
 * @param kind what kind of thing
 * @param place where to look: a topic's name, partition and offset, or an exam by its number in the
 *     ledger
 * @param what what is wrong, in words
 */
public record Discrepancy(Kind kind, String place, String what) {

  /** The kinds, in the order in which they are counted. */
  public enum Kind {
    /** An exam of which something was acknowledged has no committed outcome. */
    LOST,
    /** More than one committed record for one revision of an exam, or two letters of one record. */
    DUPLICATED,
    /** An outcome is not what the reference makes of the same chunks. */
    WRONG,
    /** An outcome of something that nobody sent. */
    PHANTOM,
    /**
     * A record that is neither in an answer nor a dead letter nor a duplicate; a letter of none.
     */
    UNEXPLAINED
  }

  @Override
  public String toString() {
    return "%s  %s: %s".formatted(kind, place, what);
  }
}
