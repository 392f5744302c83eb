package org.murmurstream.trainer.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.trainer.committee.CommitteeBundle;
import org.murmurstream.trainer.committee.FittedDecision;
import org.murmurstream.trainer.frames.FinishedRun;

/**
 * Makes a model bundle of finished runs and the decision that was fitted on them.
 *
 * @param runs folders of finished runs, in the order in which the decision took them
 * @param decision where the decision was written
 * @param name of the model
 * @param out folder of the bundle
 * @param sections Markdown to go into the model card, one after the other
 */
public record BundleStep(
    List<Path> runs, Path decision, String name, Path out, List<String> sections) {

  public BundleStep {
    runs = List.copyOf(runs);
    sections = List.copyOf(sections);
  }

  /**
   * Writes the bundle.
   *
   * @throws UserException if a run is not finished, the decision is none on these runs, or there is
   *     something at the bundle's folder
   */
  public ModelBundle run() throws IOException {
    ModelBundle bundle = bundle();
    bundle.save(out);
    return bundle;
  }

  private ModelBundle bundle() throws IOException {
    return CommitteeBundle.of(
        name, FinishedRun.open(runs), FittedDecision.read(decision), sections);
  }
}
