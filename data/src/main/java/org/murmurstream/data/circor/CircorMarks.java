package org.murmurstream.data.circor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The experts' marks of a recording: lines of start, end (seconds) and phase (0 unmarked, 1 S1, 2
 * systole, 3 S2, 4 diastole), separated by tabs.
 *
 * <p>The data set holds files with marks out of order, of no length, or overlapping by parts of a
 * millisecond. Marks are only labels of some moments, so a bad file costs its marks and a warning,
 * never the recording.
 */
final class CircorMarks {

  private static final Logger LOG = LoggerFactory.getLogger(CircorMarks.class);

  /** The code of what nobody marked; the phases follow in their order. */
  static final int UNMARKED = 0;

  private static final CyclePhase[] PHASES = CyclePhase.values();

  /** Overlaps up to this are rounding; what overlaps by more contradicts itself. */
  private static final double OVERLAP_SECONDS = 0.005;

  private CircorMarks() {}

  static int codeOf(CyclePhase phase) {
    return phase.state() + 1;
  }

  /**
   * Reads the marks of one recording: sorted, without overlap, cut at the recording's end, unmarked
   * stretches left out.
   *
   * @param seconds length of the recording
   */
  static List<CycleInterval> read(Path file, double seconds) throws IOException {
    List<CycleInterval> marks = new ArrayList<>();
    boolean anything = false;
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      if (line.isBlank()) {
        continue;
      }
      Optional<Line> mark = parse(line);
      if (mark.isEmpty()) {
        warn(file, "a line is no interval; the marks of this recording are left out");
        return List.of();
      }
      anything = true;
      mark.get().interval().ifPresent(marks::add);
    }
    if (!anything) {
      warn(file, "holds no interval");
    }
    return tidy(file, marks, seconds);
  }

  /**
   * A line of the file.
   *
   * @param interval empty where nothing is marked
   */
  private record Line(Optional<CycleInterval> interval) {}

  private static Optional<Line> parse(String line) {
    String[] columns = line.strip().split("\t", -1);
    if (columns.length != 3) {
      return Optional.empty();
    }
    try {
      double start = Double.parseDouble(columns[0]);
      double end = Double.parseDouble(columns[1]);
      double code = Double.parseDouble(columns[2]);
      boolean known = code == Math.rint(code) && code >= 0 && code <= PHASES.length;
      if (!known || !(start >= 0 && end >= start && Double.isFinite(end))) {
        return Optional.empty();
      }
      return Optional.of(
          new Line(
              code == UNMARKED
                  ? Optional.empty()
                  : Optional.of(new CycleInterval(start, end, PHASES[(int) code - 1]))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<CycleInterval> tidy(Path file, List<CycleInterval> marks, double seconds) {
    Comparator<CycleInterval> byStart = Comparator.comparingDouble(CycleInterval::startSeconds);
    List<CycleInterval> sorted = marks.stream().sorted(byStart).distinct().toList();
    if (!sorted.equals(marks)) {
      warn(file, "intervals are out of order or repeated");
    }
    List<CycleInterval> tidied = new ArrayList<>();
    double marked = 0;
    int contradictions = 0;
    for (CycleInterval mark : sorted) {
      double start = Math.max(marked, mark.startSeconds());
      double end = Math.min(seconds, mark.endSeconds());
      if (start - mark.startSeconds() > OVERLAP_SECONDS
          || mark.endSeconds() - end > OVERLAP_SECONDS) {
        contradictions++;
      } else if (end > start) {
        tidied.add(new CycleInterval(start, end, mark.phase()));
        marked = end;
      }
    }
    if (contradictions > 0) {
      warn(file, contradictions + " intervals overlap others or the recording's end; left out");
    }
    return tidied;
  }

  private static void warn(Path file, String complaint) {
    LOG.atWarn()
        .addKeyValue("file", file.getFileName())
        .addKeyValue("complaint", complaint)
        .log("marks of a recording need mending");
  }
}
