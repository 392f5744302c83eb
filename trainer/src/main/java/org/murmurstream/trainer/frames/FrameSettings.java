package org.murmurstream.trainer.frames;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.murmurstream.core.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.ear.CommitteeConfig;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.frames.FrameHeadConfig;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.trainer.learning.Augmentation;
import org.murmurstream.trainer.learning.FrameLearner;
import org.murmurstream.trainer.learning.FrameTraining;
import org.murmurstream.trainer.learning.LearnerState;
import org.murmurstream.trainer.learning.OptimiserConfig;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;

/**
 * What a person chooses about training on frames; the rest follows.
 *
 * @param positions of the encoder
 * @param tokenFrames frames of a token, 4 or 8, of an encoder that starts at random
 * @param epochs passes over the recordings, each giving one crop of every recording
 * @param batchSize crops per step
 * @param learningRate its peak
 * @param seed of folds, weights, order and crops
 * @param foldCount number of folds that are drawn
 * @param folds a file of folds instead
 * @param start an encoder to start from instead of a random one
 * @param frozenEncoder whether the encoder stays as it is and the head alone learns
 * @param networks a finished run over the same folds, or a bundle of its networks, to go on from
 *     instead of random weights
 * @param distortedShare share of crops that are cut from a distortion of their recording, 0 to 1
 */
public record FrameSettings(
    M2dConfig.Positions positions,
    int tokenFrames,
    int epochs,
    int batchSize,
    double learningRate,
    long seed,
    int foldCount,
    Optional<Path> folds,
    Optional<Encoder> start,
    boolean frozenEncoder,
    double distortedShare,
    Optional<Path> networks) {

  /** What the networks of {@code murmur train} are given. */
  public static final FrontEndConfig FRONT_END = FrontEndConfig.HEART_LEVEL;

  /** Share of crops that are cut from distortions. */
  public static final double DISTORTED_SHARE = 0.6;

  private static final Set<Integer> TOKEN_FRAMES = Set.of(4, 8);

  private static final double WARMUP_SHARE = 0.1;

  /** Share of columns kept of a crop: 24 of 32, 48 of 64. */
  private static final double KEPT_SHARE = 0.75;

  public FrameSettings {
    if (epochs < 1 || batchSize < 1 || !(learningRate > 0) || foldCount < 2) {
      throw new UserException(
          "epochs and batch size must be at least 1, the learning rate above 0, folds at least 2");
    }
    if (!TOKEN_FRAMES.contains(tokenFrames)) {
      throw new UserException("a token has 4 or 8 frames, not " + tokenFrames);
    }
    if (frozenEncoder && start.isEmpty()) {
      throw new UserException("a random encoder cannot be frozen: it would learn nothing");
    }
    // What decides on these networks' outputs, and what serves them, hear through this front end.
    if (start.isPresent() && !start.get().frontEnd().equals(FRONT_END)) {
      throw new UserException(
          "the encoder to start from hears through another front end; frame training needs one that"
              + " was pre-trained as heart or heart-patches");
    }
  }

  /** To learn from nothing but the recordings. */
  public FrameSettings(
      M2dConfig.Positions positions,
      int tokenFrames,
      int epochs,
      int batchSize,
      double learningRate,
      long seed,
      int foldCount,
      Optional<Path> folds) {
    this(
        positions,
        tokenFrames,
        epochs,
        batchSize,
        learningRate,
        seed,
        foldCount,
        folds,
        Optional.empty(),
        false,
        0,
        Optional.empty());
  }

  /** The state to begin with: random weights but for those of a given encoder. */
  LearnerState start(FrameTraining config, int fold, long weightSeed) throws IOException {
    Optional<Path> network = network(fold);
    if (network.isPresent()) {
      return LearnerState.fresh(Safetensors.read(network.get()));
    }
    LearnerState fresh = FrameLearner.fresh(config, weightSeed);
    if (start.isEmpty()) {
      return fresh;
    }
    var weights = new LinkedHashMap<>(fresh.weights());
    weights.putAll(start.get().weights());
    return LearnerState.fresh(weights);
  }

  /**
   * The file of the network that a fold goes on from, if it does not begin at random.
   *
   * @throws UserException if there is none in what was named
   */
  Optional<Path> network(int fold) {
    if (networks.isEmpty()) {
      return Optional.empty();
    }
    Path from = networks.get();
    Path ofBundle = from.resolve(CommitteeConfig.network(fold, 0) + ".safetensors");
    Path ofRun = new RunFolder(from).fold(fold).weights();
    return Optional.of(
        Stream.of(ofBundle, ofRun)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "%s has no network of fold %d to go on from; name a finished run or a bundle of as many folds"
                            .formatted(from, fold))));
  }

  /** Distortions of each recording to learn from; empty if it is learnt from as it was made. */
  public Optional<Draws> draws() {
    return distortedShare > 0 ? Optional.of(Draws.TO_TRAIN) : Optional.empty();
  }

  /** For {@code run.json}. */
  RunRecord.OnFrames record(DataVersion data) {
    return new RunRecord.OnFrames(
        epochs,
        batchSize,
        learningRate,
        seed,
        data.patients(),
        data.recordings(),
        data.sha256(),
        data.manifestSha256().orElse(null));
  }

  /**
   * Everything that follows.
   *
   * @param recordings number of recordings that are learnt from
   * @throws UserException if they do not fill a batch
   */
  FrameTraining config(int recordings) {
    if (recordings < batchSize) {
      throw new UserException(
          "%d recordings to learn from do not fill a batch of %d; choose a smaller batch size"
              .formatted(recordings, batchSize));
    }
    M2dConfig encoder =
        start
            .map(given -> M2dConfig.of(given.config()))
            .orElse(M2dConfig.HEART.withPatchFrames(tokenFrames))
            .with(positions);
    int steps = epochs * (recordings / batchSize);
    var optimiser =
        new OptimiserConfig(
            learningRate, (int) (WARMUP_SHARE * steps), steps, 0.9, 0.999, 1e-8, 0.05, 1, 0.995);
    var config =
        new FrameTraining(
            encoder,
            FrameHeadConfig.on(encoder),
            optimiser,
            Augmentation.STANDARD,
            FrameTraining.LossWeights.STANDARD,
            batchSize,
            (int) (KEPT_SHARE * encoder.gridColumns()),
            0.05);
    FrameTraining taught = config.withDistorted(distortedShare);
    return frozenEncoder ? taught.withFrozenEncoder() : taught;
  }
}
