package org.murmurstream.trainer.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.murmurstream.core.UserException;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.trainer.frames.DataVersion;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.frames.FrameCrossValidation;
import org.murmurstream.trainer.frames.FrameDataSet;
import org.murmurstream.trainer.frames.FrameScore;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;

/**
 * Trains the networks of a cross-validation on the recordings of a folder.
 *
 * @param data recordings, marks and findings in the layout of the CirCor data set
 * @param folder where everything is kept
 * @param features where spectrograms are kept
 * @param settings of the training
 * @param torch how to compute
 * @param progress told of patients read and of epochs
 */
public record TrainStep(
    Path data,
    RunFolder folder,
    Path features,
    FrameSettings settings,
    TorchOptions torch,
    ProgressWatch progress)
    implements Step {

  @Override
  public String name() {
    return settings.networks().isPresent() ? "train further" : "train";
  }

  @Override
  public boolean isFinished() throws IOException {
    if (!Files.exists(folder.metrics())) {
      return false;
    }
    FrameDataSet recordings = read();
    return training().isFinished(recordings, DataVersion.of(data, recordings));
  }

  @Override
  public void run() throws IOException {
    train(Optional.empty());
  }

  /**
   * Trains what is not trained yet.
   *
   * @param only the one fold to run, or all of them
   * @return as {@link FrameCrossValidation#run}
   * @throws UserException if the folder was begun with other settings or data
   */
  public List<FrameScore> train(Optional<Integer> only) throws IOException {
    FrameDataSet recordings = read();
    return training().run(recordings, DataVersion.of(data, recordings), only);
  }

  private FrameCrossValidation training() {
    return new FrameCrossValidation(folder, settings, torch, progress);
  }

  private FrameDataSet read() throws IOException {
    try (var frontEnd = FrontEnd.open(FrameSettings.FRONT_END, torch)) {
      return FrameDataSet.read(
          CircorFolder.open(data),
          new FeatureStore(features, frontEnd),
          settings.draws(),
          progress);
    }
  }
}
