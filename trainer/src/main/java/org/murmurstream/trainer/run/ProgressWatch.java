package org.murmurstream.trainer.run;

/** Told how far something that takes its time has come. */
@FunctionalInterface
public interface ProgressWatch {

  /** Nobody is told. */
  ProgressWatch NONE = (task, done, all, remark) -> {};

  /**
   * After a part.
   *
   * @param task what is being done, for people
   * @param done parts done
   * @param all parts there are
   * @param remark how well it goes, for people; may be empty
   */
  void at(String task, long done, long all, String remark);

  /** What is worth a line that stays. */
  default void say(String line) {}
}
