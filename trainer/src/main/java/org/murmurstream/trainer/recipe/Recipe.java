package org.murmurstream.trainer.recipe;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Steps one after the other. What is finished is left alone, so that it may be begun again. */
public final class Recipe {

  private final List<Step> steps;
  private final Consumer<String> watch;

  /**
   * @param watch told in a line which step it is at, and if there is nothing to do
   */
  public Recipe(List<Step> steps, Consumer<String> watch) {
    this.steps = List.copyOf(steps);
    this.watch = watch;
  }

  /** Does every step that is not finished. */
  public void run() throws IOException {
    steps.forEach(Step::check);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      watch.accept("step %d of %d: %s".formatted(i + 1, steps.size(), step.name()));
      if (step.isFinished()) {
        watch.accept(step.name() + " was finished before");
      } else {
        step.run();
      }
    }
  }
}
