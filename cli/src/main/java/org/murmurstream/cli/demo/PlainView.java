package org.murmurstream.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import org.murmurstream.console.Terminal;

/** Lines one after the other, for files and pipes. */
public final class PlainView implements View {

  private final PrintWriter out;

  public PlainView(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void line(String text) {
    out.println(text);
  }

  @Override
  public void now(List<String> lines) {}

  @Override
  public int columns() {
    return Terminal.PLAIN_COLUMNS;
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public void close() {
    out.flush();
  }
}
