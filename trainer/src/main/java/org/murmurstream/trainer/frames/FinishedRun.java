package org.murmurstream.trainer.frames;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.murmurstream.core.Sha256;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.encoder.Encoders;

/** The folder of a training that has run all its folds. */
public final class FinishedRun {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FOLDS = "folds.csv";
  private static final String RUN = "run.json";
  private static final String METRICS = "metrics.json";
  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "weights.safetensors";

  private final Path folder;
  private final Folds folds;

  private FinishedRun(Path folder, Folds folds) {
    this.folder = folder;
    this.folds = folds;
  }

  /**
   * Finds a run.
   *
   * @throws UserException if it is not finished, naming what is missing
   */
  public static FinishedRun open(Path folder) throws IOException {
    require(folder, FOLDS);
    var run = new FinishedRun(folder, Folds.read(folder.resolve(FOLDS)));
    for (int fold = 0; fold < run.folds.count(); fold++) {
      require(folder, place(fold) + CONFIG);
      require(folder, place(fold) + WEIGHTS);
    }
    require(folder, RUN);
    require(folder, METRICS);
    return run;
  }

  /**
   * Finds runs that held out the same patients in the same folds.
   *
   * @throws UserException if they did not, or one is not finished
   */
  public static List<FinishedRun> open(List<Path> folders) throws IOException {
    var runs = new ArrayList<FinishedRun>();
    for (Path folder : folders) {
      FinishedRun run = open(folder);
      if (!runs.isEmpty() && !run.folds.equals(runs.get(0).folds)) {
        throw new UserException(
            "%s and %s have other folds; only runs with the same --folds-file go together"
                .formatted(runs.get(0).folder, folder));
      }
      runs.add(run);
    }
    return List.copyOf(runs);
  }

  /** Which patients were held out when. */
  public Folds folds() {
    return folds;
  }

  /** SHA-256 of {@code folds.csv}, in hexadecimal digits. */
  public String foldsDigest() throws IOException {
    return Sha256.of(folder.resolve(FOLDS));
  }

  /** What it was made with: {@code run.json}. */
  public JsonNode settings() throws IOException {
    return JSON.readTree(folder.resolve(RUN).toFile());
  }

  /** How well the networks do by themselves: {@code metrics.json}. */
  public JsonNode metrics() throws IOException {
    return JSON.readTree(folder.resolve(METRICS).toFile());
  }

  /** All that was configured of a fold's training. */
  public JsonNode config(int fold) throws IOException {
    return JSON.readTree(folder.resolve(place(fold) + CONFIG).toFile());
  }

  public EncoderConfig encoder(int fold) throws IOException {
    return Encoders.config(config(fold));
  }

  public FrameHeadConfig head(int fold) throws IOException {
    return JSON.treeToValue(config(fold).path("head"), FrameHeadConfig.class);
  }

  /** The geometry of a fold's network. */
  public FrameNetworkConfig network(int fold) throws IOException {
    return new FrameNetworkConfig(encoder(fold), head(fold));
  }

  /** The weights of a fold's network. */
  public Map<String, Tensor> weights(int fold) throws IOException {
    return Safetensors.read(folder.resolve(place(fold) + WEIGHTS));
  }

  /** SHA-256 of the file of a fold's weights, in hexadecimal digits. */
  public String weightsDigest(int fold) throws IOException {
    return Sha256.of(folder.resolve(place(fold) + WEIGHTS));
  }

  /**
   * Where a fold's network wrote what it heard in a recording.
   *
   * @throws UserException if it has not heard it
   */
  public Path output(int fold, String recording) {
    Path file = folder.resolve(place(fold) + "outputs").resolve(recording + ".safetensors");
    if (!Files.exists(file)) {
      throw new UserException(
          "the network of fold %d in %s has not heard all recordings; let 'murmur train' end first"
              .formatted(fold, folder));
    }
    return file;
  }

  private static String place(int fold) {
    return "fold-" + fold + "/";
  }

  private static void require(Path folder, String file) {
    if (!Files.exists(folder.resolve(file))) {
      throw new UserException(
          "the run %s is not finished: %s is missing; let 'murmur train' run all folds first"
              .formatted(folder, file));
    }
  }
}
