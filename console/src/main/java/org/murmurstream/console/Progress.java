package org.murmurstream.console;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;

/**
 * How far a command has come, on standard error, so that standard output stays clean: on a terminal
 * one bar for each of its tasks, one after the other; in files and pipes a line from time to time.
 * Any thread may tell.
 */
public final class Progress implements AutoCloseable {

  private static final int EVERY_MILLIS = 250;
  private static final int PLAIN_EVERY_MILLIS = 30_000;

  private final Terminal terminal;
  private final PrintStream out;

  /** Null before the first task, and once a task is done. */
  private ProgressBar bar;

  /** The row of the bar; null where there is none. */
  private Painted painted;

  /** The task of the bar, or of the last one. */
  private String task;

  /** What else there is to say of it; read by whoever writes lines. */
  private volatile String remark = "";

  public Progress() {
    this(Terminal.ofStandardError(), System.err);
  }

  Progress(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  /** The progress of a command that has one task only, of so many steps; -1 if nobody knows yet. */
  public static Progress of(String task, long all) {
    var progress = new Progress();
    progress.begin(task, 0, all, "", 1, "");
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

  /**
   * So many steps of a task are done; a task other than the one at work begins. The time that is
   * left is reckoned from where it was first told of.
   */
  public void show(String task, long done, long all) {
    show(task, done, all, "");
  }

  /** Likewise, with what else there is to say of it. */
  public synchronized void show(String task, long done, long all, String remark) {
    beginUnlessAtWork(task, done, all, "", 1, remark);
    if (bar != null) {
      this.remark = remark;
      bar.setExtraMessage(remark);
      advance(done, all);
    }
  }

  /** So many bytes of a task are done; a task other than the one at work begins. */
  public synchronized void showBytes(String task, long done, long all) {
    beginUnlessAtWork(task, done, all, " MB", 1_000_000, "");
    if (bar != null) {
      advance(done, all);
    }
  }

  /** A line that stays; what is at work goes on below it. */
  public synchronized void say(String line) {
    close();
    out.println(line);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    if (painted != null) {
      painted.close(); // a bar that is closed while it paints itself may leave its row open
      painted = null;
    }
  }

  private void beginUnlessAtWork(
      String task, long done, long all, String unit, long unitSize, String remark) {
    boolean again = bar == null && done < all;
    if (again || !task.equals(this.task)) {
      begin(task, done, all, unit, unitSize, remark);
    }
  }

  private void begin(String task, long done, long all, String unit, long unitSize, String remark) {
    close();
    this.task = task;
    this.remark = remark;
    var builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(all)
            .setUnit(unit, unitSize)
            .startsFrom(done, Duration.ZERO);
    if (terminal.isLive()) {
      painted = new Painted();
      builder
          .setStyle(ProgressBarStyle.ASCII)
          .setConsumer(painted)
          .setUpdateIntervalMillis(EVERY_MILLIS);
    } else {
      var lines = new Lines(unit, unitSize);
      builder.setRenderer(lines).setConsumer(lines).setUpdateIntervalMillis(PLAIN_EVERY_MILLIS);
    }
    bar = builder.build();
  }

  private void advance(long done, long all) {
    bar.stepTo(done);
    if (done == all) {
      close();
    }
  }

  private static String line(ProgressState state, String unit, long unitSize, String remark) {
    long done = state.getCurrent() / unitSize;
    var line = new StringBuilder(state.getTaskName() + ": " + done);
    if (!state.isIndefinite()) {
      line.append(" of ").append(state.getMax() / unitSize);
    }
    line.append(unit).append(" after ").append(clock(state.getElapsedAfterStart()));
    long sinceStart = state.getCurrent() - state.getStart();
    long missing = state.getMax() - state.getCurrent();
    if (!state.isIndefinite() && sinceStart > 0 && missing > 0) {
      line.append(", ")
          .append(clock(state.getElapsedAfterStart().multipliedBy(missing).dividedBy(sinceStart)))
          .append(" left");
    }
    return line + (remark.isEmpty() ? "" : ", " + remark);
  }

  private static String clock(Duration time) {
    return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /** Lines below each other, as far as there is something new to tell. */
  private final class Lines implements ProgressBarRenderer, ProgressBarConsumer {

    private record Told(long done, String remark) {}

    private final String unit;
    private final long unitSize;
    private Told last;

    Lines(String unit, long unitSize) {
      this.unit = unit;
      this.unitSize = unitSize;
    }

    @Override
    public synchronized String render(ProgressState state, int width) {
      var now = new Told(state.getCurrent(), remark);
      if (now.equals(last)) {
        return ""; // the end may come just when the time for a line has come
      }
      last = now;
      return line(state, unit, unitSize, now.remark());
    }

    @Override
    public int getMaxRenderedLength() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void accept(String text) {
      if (!text.isEmpty()) {
        out.println(text);
      }
    }

    @Override
    public void close() {
      // whoever gave the stream closes it
    }
  }

  /** One row of the terminal, over and over; as wide as it is at the moment. */
  private final class Painted implements ProgressBarConsumer {

    private static final String ERASE_REST = "\u001b[K";

    private boolean closed;

    @Override
    public int getMaxRenderedLength() {
      return Math.max(1, terminal.columns() - 1);
    }

    @Override
    public synchronized void accept(String text) {
      if (closed) {
        return;
      }
      int width = getMaxRenderedLength();
      out.print("\r" + (text.length() > width ? text.substring(0, width) : text) + ERASE_REST);
      out.flush();
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        out.println();
        out.flush();
      }
    }
  }
}
