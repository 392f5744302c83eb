package org.murmurstream.trainer.run;

import org.slf4j.Logger;

/** Told how far something that takes its time has come. */
@FunctionalInterface
public interface ProgressWatch {

  /** Nobody is told. */
  ProgressWatch NONE = (task, done, all, remark) -> {};

  /**
   * Tells the log of every so many parts, and of the last.
   *
   * @param parts what they are called
   */
  static ProgressWatch logged(Logger log, String parts, int every) {
    return (task, done, all, remark) -> {
      if (done % every == 0 || done == all) {
        log.atInfo().addKeyValue(parts, done).addKeyValue("of", all).log(task);
      }
    };
  }

  /**
   * After a part.
   *
   * @param task what is being done, for people
   * @param done parts done
   * @param all parts there are
   * @param remark how well it goes, for people; may be empty
   */
  void at(String task, long done, long all, String remark);
}
