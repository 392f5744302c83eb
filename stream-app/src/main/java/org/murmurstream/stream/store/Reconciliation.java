package org.murmurstream.stream.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.murmurstream.core.exam.Exam;

/**
 * Goes once through all exams and then through the index of their deadlines, some at a time, and
 * puts right what does not agree: a policy that changed moves deadlines to where no entry lies. In
 * between, exams may change.
 */
public final class Reconciliation {

  /**
   * What was found wrong, and put right.
   *
   * @param missingDeadlines exams that the index did not know
   * @param staleDeadlines entries whose exam is due at another time, or gone
   * @param wrongCounts counts of exams that wait for chunks
   */
  public record Found(int missingDeadlines, int staleDeadlines, int wrongCounts) {}

  private final ExamStore store;
  private final KeyValueStore<Bytes, byte[]> exams;
  private final KeyValueStore<Bytes, byte[]> deadlines;
  private final KeyValueStore<Bytes, byte[]> waiting;
  private final Map<Bytes, Integer> counts = new HashMap<>();

  /** Where to go on; empty once all were seen. */
  private Optional<Bytes> nextExam = Optional.of(Bytes.wrap(new byte[0]));

  private Optional<Bytes> nextDeadline = Optional.of(Bytes.wrap(new byte[0]));

  Reconciliation(
      ExamStore store,
      KeyValueStore<Bytes, byte[]> exams,
      KeyValueStore<Bytes, byte[]> deadlines,
      KeyValueStore<Bytes, byte[]> waiting) {
    this.store = store;
    this.exams = exams;
    this.deadlines = deadlines;
    this.waiting = waiting;
  }

  public boolean isDone() {
    return nextDeadline.isEmpty();
  }

  /**
   * Looks at the next exams or entries.
   *
   * @param most how many
   * @param seen is told of each exam
   */
  public Found advance(int most, BiConsumer<ExamKey, Exam> seen) {
    if (nextExam.isPresent()) {
      return advanceExams(most, seen);
    }
    return nextDeadline.isPresent() ? advanceDeadlines(most) : new Found(0, 0, 0);
  }

  /** An exam begins to wait for chunks (1) or no longer does (-1). */
  void changed(ExamKey key, Exam exam, int change) {
    boolean isSeen = nextExam.map(next -> key.bytes().compareTo(next) < 0).orElse(false);
    if (isSeen) {
      count(exam, change);
    }
  }

  private Found advanceExams(int most, BiConsumer<ExamKey, Exam> seen) {
    int missing = 0;
    int looked = 0;
    Bytes last = null;
    try (KeyValueIterator<Bytes, byte[]> rest = exams.range(nextExam.orElseThrow(), null)) {
      while (rest.hasNext() && looked < most) {
        KeyValue<Bytes, byte[]> entry = rest.next();
        ExamKey key = ExamKey.parse(entry.key);
        Exam exam = ExamCodec.decode(key, entry.value);
        last = entry.key;
        looked++;
        missing += store.index(key, exam) ? 1 : 0;
        count(exam, exam.awaitsChunks() ? 1 : 0);
        seen.accept(key, exam);
      }
    }
    nextExam = looked < most ? Optional.empty() : Optional.of(after(last));
    return new Found(missing, 0, nextExam.isEmpty() ? correctCounts() : 0);
  }

  private Found advanceDeadlines(int most) {
    int stale = 0;
    int looked = 0;
    Bytes last = null;
    try (KeyValueIterator<Bytes, byte[]> rest = deadlines.range(nextDeadline.orElseThrow(), null)) {
      while (rest.hasNext() && looked < most) {
        last = rest.next().key;
        looked++;
        ExamStore.Due entry = ExamKey.parseDeadline(last);
        Optional<Exam> exam = store.find(entry.key());
        if (!store.isRight(entry, exam)) {
          store.repair(entry, exam);
          stale++;
        }
      }
    }
    nextDeadline = looked < most ? Optional.empty() : Optional.of(after(last));
    return new Found(0, stale, 0);
  }

  private void count(Exam exam, int change) {
    if (change != 0) {
      ExamStore.countedFor(exam).forEach(who -> counts.merge(who, change, Integer::sum));
    }
  }

  private int correctCounts() {
    Set<Bytes> all = new HashSet<>(counts.keySet());
    try (KeyValueIterator<Bytes, byte[]> stored = waiting.all()) {
      stored.forEachRemaining(entry -> all.add(entry.key));
    }
    int wrong = 0;
    for (Bytes who : all) {
      int right = counts.getOrDefault(who, 0);
      if (ExamStore.count(waiting.get(who)) != right) {
        waiting.put(who, right == 0 ? null : ExamStore.counted(right));
        wrong++;
      }
    }
    counts.clear();
    return wrong;
  }

  /** The least key that is greater. */
  private static Bytes after(Bytes key) {
    return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
  }
}
