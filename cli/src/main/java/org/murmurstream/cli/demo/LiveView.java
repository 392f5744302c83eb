package org.murmurstream.cli.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * For a terminal: lines that stay scroll up, and below them some lines are painted over and over.
 * Long lines are clipped while they are painted, so that each is one row of the screen.
 */
public final class LiveView implements View {

  private static final String ESC = "\u001b[";
  private static final String NO_WRAP = ESC + "?7l";
  private static final String WRAP = ESC + "?7h";
  private static final String HIDE_CURSOR = ESC + "?25l";
  private static final String SHOW_CURSOR = ESC + "?25h";
  private static final String CLEAR_BELOW = ESC + "J";

  private final IntSupplier columns;
  private final PrintWriter out;
  private List<String> painted = List.of();

  /**
   * @param columns gives the width of the terminal that {@code out} leads to, as it is then
   */
  public LiveView(IntSupplier columns, PrintWriter out) {
    this.columns = columns;
    this.out = out;
  }

  @Override
  public void line(String text) {
    List<String> below = painted;
    out.print(erased() + text + "\n");
    paint(below);
  }

  @Override
  public void now(List<String> lines) {
    if (!lines.equals(painted)) {
      out.print(erased());
      paint(lines);
    }
  }

  @Override
  public int columns() {
    return columns.getAsInt();
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public void close() {
    out.print(erased() + WRAP + SHOW_CURSOR);
    out.flush();
  }

  private void paint(List<String> lines) {
    if (!lines.isEmpty()) {
      out.print(HIDE_CURSOR + NO_WRAP + String.join("\n", lines) + "\n" + WRAP);
    }
    out.flush();
    painted = lines;
  }

  private String erased() {
    String erasure = painted.isEmpty() ? "" : ESC + painted.size() + "A\r" + CLEAR_BELOW;
    painted = List.of();
    return erasure;
  }
}
