package org.murmurstream.trainer.recipe;

import java.nio.file.Path;
import org.murmurstream.trainer.releases.Releaser;

/**
 * Releases a model bundle.
 *
 * @param bundle its folder
 * @param releaser to which stage, and where
 */
public record ReleaseStep(Path bundle, Releaser releaser) implements Step {

  @Override
  public String name() {
    return "release";
  }

  @Override
  public boolean isFinished() {
    return releaser.hasReleased(bundle);
  }

  @Override
  public void run() {
    releaser.release(bundle);
  }
}
