package org.murmurstream.cli.demo;

import java.util.List;

/** Where a demonstration is seen. For one thread. */
public interface View extends AutoCloseable {

  /** A line that stays. */
  void line(String text);

  /** What is going on at the moment; called often. */
  void now(List<String> lines);

  /** Characters that a line has room for, at the moment. */
  int columns();

  /** Whether {@link #now} is shown; if not, beginnings are worth a line. */
  boolean isLive();

  @Override
  void close();
}
