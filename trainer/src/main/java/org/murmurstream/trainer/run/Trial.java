package org.murmurstream.trainer.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.murmurstream.core.UserException;

/**
 * Seeds tried on folds: a training for each pair, on the patients of the other folds.
 *
 * @param seeds at least one
 * @param folds numbers of the folds to run, from 0
 */
public record Trial(List<Long> seeds, List<Integer> folds) {

  /** What a fold's trainings have in common, such as patients as the fold's encoder knows them. */
  @FunctionalInterface
  public interface Preparation<T> {
    T of(int fold) throws IOException;
  }

  /** A training. */
  @FunctionalInterface
  public interface Task<T> {
    void run(T prepared, int fold, long seed) throws IOException;
  }

  public Trial {
    seeds = List.copyOf(seeds);
    folds = List.copyOf(folds);
  }

  /**
   * Every seed on every fold, or on one.
   *
   * @param count how many folds there are
   * @param only the one fold to run, or all of them
   * @throws UserException if there is no such fold, or there are too many
   */
  public static Trial of(List<Long> seeds, int count, Optional<Integer> only) {
    if (count > Seeds.MAX_FOLDS) {
      throw new UserException(
          "there may be %d folds at most, not %d".formatted(Seeds.MAX_FOLDS, count));
    }
    if (only.isPresent() && (only.get() < 0 || only.get() >= count)) {
      throw new UserException(
          "there is no fold %d; there are %d, counted from 0".formatted(only.get(), count));
    }
    return new Trial(
        seeds, only.map(List::of).orElseGet(() -> IntStream.range(0, count).boxed().toList()));
  }

  /** Runs everything, fold by fold: with all seeds before the next. */
  public <T> void run(Preparation<T> preparation, Task<T> task) throws IOException {
    for (int fold : folds) {
      T prepared = preparation.of(fold);
      for (long seed : seeds) {
        task.run(prepared, fold, seed);
      }
    }
  }
}
