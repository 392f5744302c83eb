package org.murmurstream.trainer.main;

import java.util.Locale;
import org.murmurstream.console.Progress;
import org.murmurstream.trainer.frames.FrameDataSet;
import org.murmurstream.trainer.segments.FineTuningProgress;
import org.murmurstream.trainer.sites.TrainingProgress;
import org.murmurstream.trainer.sites.Validation;

/** Bars on standard error that show how far embedding and training have come. */
final class TrainingBars implements AutoCloseable {

  private final Progress progress = new Progress();

  /** For embedding. */
  FrameDataSet.Progress embedding() {
    return (patients, all) -> progress.show("Embedding", patients, all);
  }

  /** For reading. */
  FrameDataSet.Progress reading() {
    return (patients, all) -> progress.show("Reading", patients, all);
  }

  /** For fine-tuning. */
  FineTuningProgress fineTuning() {
    return (run, steps, all, accuracy) ->
        progress.show(
            run,
            steps,
            all,
            Double.isNaN(accuracy)
                ? ""
                : String.format(Locale.ROOT, "validation segments %.3f", accuracy));
  }

  /** For training. */
  TrainingProgress training(int epochs) {
    return (run, epoch, ended, validation) ->
        progress.show(run, epoch, epochs, said(ended, validation));
  }

  @Override
  public void close() {
    progress.close();
  }

  private static String said(boolean ended, Validation validation) {
    return String.format(
        Locale.ROOT,
        "validation W.acc %.3f%s",
        validation.weightedAccuracy(),
        ended ? ", ended" : "");
  }
}
