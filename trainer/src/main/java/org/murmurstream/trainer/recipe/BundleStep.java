package org.murmurstream.trainer.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.trainer.committee.CommitteeBundle;
import org.murmurstream.trainer.committee.FittedDecision;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

/**
 * Makes a model bundle of finished runs and the decision that was fitted on them.
 *
 * @param runs folders of finished runs, in the order in which the decision took them
 * @param decision where the decision was written
 * @param model its name
 * @param out folder of the bundle
 * @param sections Markdown to go into the model card, one after the other
 * @param progress is told how far it has come
 */
public record BundleStep(
    List<Path> runs,
    Path decision,
    String model,
    Path out,
    List<String> sections,
    ProgressWatch progress)
    implements Step {

  public BundleStep {
    runs = List.copyOf(runs);
    sections = List.copyOf(sections);
  }

  @Override
  public String name() {
    return "bundle";
  }

  @Override
  public void check() {
    try {
      BundleConfig.requireName(model);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
    if (!Files.exists(new RunFolder(decision).decision())) {
      ModelBundle.requireRoom(out);
    }
  }

  @Override
  public boolean isFinished() throws IOException {
    return BundleManifest.isIn(out)
        && BundleManifest.read(out).identity().equals(bundle().identity());
  }

  @Override
  public void run() throws IOException {
    save();
  }

  /**
   * Writes the bundle.
   *
   * @throws UserException if a run is not finished, the decision is none on these runs, or there is
   *     something at the bundle's folder
   */
  public ModelBundle save() throws IOException {
    ModelBundle.requireRoom(out);
    progress.at("bundle", 0, 2, "reading what was learnt");
    ModelBundle bundle = bundle();
    progress.at("bundle", 1, 2, "writing and checking");
    bundle.save(out);
    progress.at("bundle", 2, 2, "");
    return bundle;
  }

  private ModelBundle bundle() throws IOException {
    return CommitteeBundle.of(
        model, FinishedRun.open(runs), FittedDecision.read(decision), sections);
  }
}
