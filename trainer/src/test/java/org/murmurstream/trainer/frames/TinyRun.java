package org.murmurstream.trainer.frames;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.learning.FrameTraining;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;

/** Folders of runs as training leaves them, with networks that have learnt nothing. */
public final class TinyRun {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final ObjectMapper JSON = new ObjectMapper();

  private TinyRun() {}

  /**
   * Writes a run: patients take turns in being held out, and every network hears everyone.
   *
   * @param seed of the networks
   */
  public static FinishedRun write(
      Path run, ExamSource source, FeatureStore features, int folds, long seed) throws IOException {
    Files.createDirectories(run);
    var lines = new ArrayList<String>();
    lines.add("patient_id,fold");
    List<String> patients = source.patientIds();
    for (int i = 0; i < patients.size(); i++) {
      lines.add(patients.get(i) + "," + i % folds);
    }
    Files.write(run.resolve("folds.csv"), lines);
    var settings =
        new FrameSettings(
            M2dConfig.Positions.SIN_COS, 8, 2, 4, 0.001, seed, folds, Optional.empty());
    FrameTraining config = settings.config(100);
    for (int fold = 0; fold < folds; fold++) {
      Path place = Files.createDirectories(run.resolve("fold-" + fold));
      Map<String, Tensor> weights = config.network().seeded(100 * seed + fold);
      JSON.writeValue(place.resolve("config.json").toFile(), config);
      Safetensors.write(place.resolve("weights.safetensors"), weights);
      Path outputs = Files.createDirectories(place.resolve("outputs"));
      try (FrameScorer scorer = FrameScorer.open(config.network(), weights, TORCH)) {
        for (String patient : patients) {
          for (SiteRecording recording : source.examine(patient, 1).recordings()) {
            String name = recording.nameOf(patient);
            FrameOutputFiles.write(
                outputs.resolve(name + ".safetensors"),
                scorer.outputs(features.spectrogram(recording.audio())));
          }
        }
      }
    }
    new RunRecord("test", "17", 1, new RunRecord.OnFrames(2, 4, 0.001, seed, 6, 12, "data", null))
        .write(new RunFolder(run));
    JSON.writeValue(run.resolve("metrics.json").toFile(), Map.of("patients", 6));
    return FinishedRun.open(new RunFolder(run));
  }
}
