package org.murmurstream.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.murmurstream.core.UserException;
import org.murmurstream.trainer.learning.LearnerState;

/** Where a training that was stopped goes on. */
public final class Checkpoint {

  private Checkpoint() {}

  /**
   * What learns, at the beginning or where the last whole epoch ended.
   *
   * @param file the checkpoint, if there is one
   * @param fresh gives the state to begin with
   * @param learner makes what learns of a state
   * @throws UserException if the checkpoint is damaged, or not one of this learner
   */
  public static <T> T resume(
      Path file, Supplier<LearnerState> fresh, Function<LearnerState, T> learner)
      throws IOException {
    if (!Files.exists(file)) {
      return learner.apply(fresh.get());
    }
    try {
      return learner.apply(LearnerState.read(file));
    } catch (UserException e) {
      throw new UserException(
          "%s is damaged; remove it to begin this fold anew (%s)".formatted(file, e.getMessage()),
          e);
    }
  }
}
