package org.murmurstream.trainer.committee;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.result.Ears;

/** Hears each patient by the models of the fold that held the patient out. */
public final class HeldOutEars implements Ears {

  private final Folds folds;
  private final List<Ear> byFold;

  private HeldOutEars(Folds folds, List<Ear> byFold) {
    this.folds = folds;
    this.byFold = byFold;
  }

  /**
   * The models of a cross-validation, one bundle for each fold.
   *
   * @param folds who was held out when
   * @param bundles by fold
   */
  public record Models(Folds folds, List<ModelBundle> bundles) {

    /**
     * Reads a run with the decision that was fitted on it.
     *
     * @param run the folder of a finished run
     * @throws UserException if it is not finished, or has no decision that held anybody out
     */
    public static Models of(Path run) throws IOException {
      List<FinishedRun> runs = FinishedRun.open(List.of(run));
      FittedDecision decision = FittedDecision.read(run);
      var bundles = new ArrayList<ModelBundle>();
      for (int fold = 0; fold < runs.get(0).folds().count(); fold++) {
        bundles.add(CommitteeBundle.ofFold("held-out", runs, decision, fold));
      }
      return new Models(runs.get(0).folds(), bundles);
    }

    /** Copies all weights to a device. */
    public HeldOutEars open(TorchOptions torch, Optional<Doubts.Policy> policy) {
      var opened = new ArrayList<Ear>();
      try {
        for (ModelBundle bundle : bundles) {
          opened.add(bundle.open(torch, Precision.SINGLE, policy));
        }
      } catch (RuntimeException e) {
        opened.forEach(Ear::close);
        throw e;
      }
      return new HeldOutEars(folds, opened);
    }
  }

  @Override
  public Ear of(String patientId) {
    return byFold.get(folds.of(patientId));
  }

  @Override
  public void close() {
    byFold.forEach(Ear::close);
  }
}
