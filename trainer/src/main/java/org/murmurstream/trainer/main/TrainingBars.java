package org.murmurstream.trainer.main;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.murmurstream.trainer.frames.FrameDataSet;
import org.murmurstream.trainer.segments.FineTuningProgress;
import org.murmurstream.trainer.sites.TrainingProgress;
import org.murmurstream.trainer.sites.Validation;

/** Bars on standard error that show how far embedding and training have come. */
final class TrainingBars implements AutoCloseable {

  private ProgressBar bar;
  private String shown;

  /** For embedding. */
  FrameDataSet.Progress embedding() {
    return (patients, all) -> show("Embedding", patients, all, "");
  }

  /** For reading. */
  FrameDataSet.Progress reading() {
    return (patients, all) -> show("Reading", patients, all, "");
  }

  /** For fine-tuning. */
  FineTuningProgress fineTuning() {
    return (run, steps, all, accuracy) ->
        show(
            run,
            steps,
            all,
            Double.isNaN(accuracy)
                ? ""
                : String.format(Locale.ROOT, "validation segments %.3f", accuracy));
  }

  /** For training. */
  TrainingProgress training(int epochs) {
    return (run, epoch, ended, validation) -> show(run, epoch, epochs, said(ended, validation));
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      shown = null;
    }
  }

  private static String said(boolean ended, Validation validation) {
    return String.format(
        Locale.ROOT,
        "validation W.acc %.3f%s",
        validation.weightedAccuracy(),
        ended ? ", ended" : "");
  }

  private void show(String task, long done, long all, String message) {
    if (!task.equals(shown)) {
      close();
      bar = new ProgressBarBuilder().setTaskName(task).setInitialMax(all).build();
      shown = task;
    }
    bar.setExtraMessage(message);
    bar.stepTo(done);
    if (done == all) {
      close();
    }
  }
}
