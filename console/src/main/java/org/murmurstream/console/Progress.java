package org.murmurstream.console;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a command has come: one bar for each of its tasks, one after the other, on standard
 * error, so that standard output stays clean. Any thread may tell.
 */
public final class Progress implements AutoCloseable {

  private static final int EVERY_MILLIS = 250;

  /** Null before the first task, and once a task is done. */
  private ProgressBar bar;

  /** The task of the bar, or of the last one. */
  private String task;

  /** The progress of a command that has one task only, of so many steps; -1 if nobody knows yet. */
  public static Progress of(String task, long all) {
    var progress = new Progress();
    progress.begin(task, all, "", 1);
    return progress;
  }

  /** The task at work is of so many steps. */
  public synchronized void expect(long all) {
    bar.maxHint(all);
  }

  /** One more step of the task at work is done. */
  public synchronized void step() {
    bar.step();
  }

  /** So many steps of a task are done; a task other than the one at work begins. */
  public void show(String task, long done, long all) {
    show(task, done, all, "");
  }

  /** Likewise, with what else there is to say of it. */
  public synchronized void show(String task, long done, long all, String message) {
    beginUnlessAtWork(task, done, all, "", 1);
    if (bar != null) {
      bar.setExtraMessage(message);
      advance(done, all);
    }
  }

  /** So many bytes of a task are done; a task other than the one at work begins. */
  public synchronized void showBytes(String task, long done, long all) {
    beginUnlessAtWork(task, done, all, " MB", 1_000_000);
    if (bar != null) {
      advance(done, all);
    }
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void beginUnlessAtWork(String task, long done, long all, String unit, long unitSize) {
    boolean again = bar == null && done < all;
    if (again || !task.equals(this.task)) {
      begin(task, all, unit, unitSize);
    }
  }

  private void begin(String task, long all, String unit, long unitSize) {
    close();
    this.task = task;
    bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(all)
            .setUnit(unit, unitSize)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(EVERY_MILLIS)
            .build();
  }

  private void advance(long done, long all) {
    bar.stepTo(done);
    if (done == all) {
      close();
    }
  }
}
