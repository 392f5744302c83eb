package org.murmurstream.trainer.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.murmurstream.kafka.wire.Label;

/**
 * What was said about several things, some of them more than once: the latest word counts.
 *
 * @param <K> what something is said about
 * @param <T> what is said
 */
final class Statements<K extends Comparable<K>, T> {

  private final SortedMap<K, List<Statement<T>>> about = new TreeMap<>();

  /** One record's content. */
  record Statement<T>(Entry entry, Label.Sound<T> label) {

    T content() {
      return label.content();
    }
  }

  void add(K subject, Entry entry, Label.Sound<T> label) {
    about.computeIfAbsent(subject, s -> new ArrayList<>()).add(new Statement<>(entry, label));
  }

  Iterable<K> subjects() {
    return about.keySet();
  }

  /** The latest word about something. */
  Optional<Statement<T>> about(K subject) {
    return Optional.ofNullable(about.get(subject)).map(Statements::latest);
  }

  /** The latest word about anything for which something holds. */
  Optional<Statement<T>> latest(Predicate<T> condition) {
    return about.values().stream()
        .flatMap(List::stream)
        .filter(statement -> condition.test(statement.content()))
        .max(Comparator.comparing(Statement::entry, Entry.BY_TIME));
  }

  /** Reports what was said again, and what a later word took the place of. */
  void reportEarlier(Outcome.Draft out) {
    for (List<Statement<T>> statements : about.values()) {
      Statement<T> latest = latest(statements);
      for (Statement<T> statement : statements) {
        if (!statement.entry().equals(latest.entry())) {
          if (statement.label().whole().equals(latest.label().whole())) {
            out.repeated();
          } else {
            out.exclude(statement.entry(), Exclusions.SUPERSEDED);
          }
        }
      }
    }
  }

  private static <T> Statement<T> latest(List<Statement<T>> statements) {
    return statements.stream()
        .max(Comparator.comparing(Statement::entry, Entry.BY_TIME))
        .orElseThrow();
  }
}
