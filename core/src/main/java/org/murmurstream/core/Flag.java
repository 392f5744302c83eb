package org.murmurstream.core;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Something about the sound of an exam that calls for care, and the figures that say so.
 *
 * @param caution what it is
 * @param figures at least one, each beyond its limits
 */
public record Flag(Caution caution, List<Figure> figures) {

  public Flag {
    figures = List.copyOf(figures);
  }

  /**
   * A figure beyond its limits.
   *
   * @param name what was measured, such as {@code bandLo} or {@code seconds}
   * @param value the median over the recordings
   * @param least below this it calls for care; empty if it cannot be too low
   * @param greatest above this it calls for care; empty if it cannot be too high
   */
  public record Figure(String name, double value, OptionalDouble least, OptionalDouble greatest) {

    /** Whether it calls for care at all. */
    public boolean isBeyond() {
      return value < least.orElse(Double.NEGATIVE_INFINITY)
          || value > greatest.orElse(Double.POSITIVE_INFINITY);
    }

    /** For people, such as {@code bandLo 1.2 (-0.14 to 1.01 expected)}. */
    public String text() {
      return "%s %s%s"
          .formatted(
              name,
              Explanation.number(value),
              hasLimits() ? " (%s expected)".formatted(expected()) : "");
    }

    /** What is expected of it, for people, such as {@code at least 7}; empty if nobody tells. */
    public String expected() {
      if (least.isPresent() && greatest.isPresent()) {
        return "%s to %s"
            .formatted(
                Explanation.number(least.getAsDouble()),
                Explanation.number(greatest.getAsDouble()));
      }
      if (least.isPresent()) {
        return "at least " + Explanation.number(least.getAsDouble());
      }
      return greatest.isPresent() ? "at most " + Explanation.number(greatest.getAsDouble()) : "";
    }

    private boolean hasLimits() {
      return least.isPresent() || greatest.isPresent();
    }
  }
}
