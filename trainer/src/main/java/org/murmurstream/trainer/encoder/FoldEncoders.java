package org.murmurstream.trainer.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.BundleManifest;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.trainer.run.RunFolder;

/** The encoder for each fold: mostly the same one, or that which knows none of its patients. */
public abstract class FoldEncoders {

  /** The word for an encoder of random weights. */
  public static final String RANDOM = "random";

  private static final long RANDOM_SEED = 1;

  private FoldEncoders() {}

  /** The encoder for a fold, from 0. */
  public abstract Encoder of(int fold) throws IOException;

  /**
   * Makes sure that there is an encoder for every fold, before work is done for the first.
   *
   * @throws UserException if the training of one has not ended
   */
  public void requireAll() {}

  /** The only folds for which these encoders do not know those held out; empty for any. */
  public Optional<Folds> folds() {
    return Optional.empty();
  }

  /** The only split for which this encoder does not know those held out; empty for any. */
  public Optional<Path> split() {
    return Optional.empty();
  }

  /**
   * Reads encoders.
   *
   * @param name the word {@value #RANDOM}, a model bundle, a run of {@code murmur train}, a run of
   *     {@code murmur finetune}, or one seed or fold of it, the folder of a pre-training, or an
   *     official checkpoint
   * @throws UserException if it is none of these
   */
  public static FoldEncoders open(String name) throws IOException {
    if (name.equals(RANDOM)) {
      return random(FrontEndConfig.HEART_LEVEL, M2dConfig.HEART);
    }
    Path path = seed(Path.of(name));
    if (BundleManifest.isIn(path)) {
      return always(
          Encoders.ofBundle(path)
              .orElseThrow(
                  () ->
                      new UserException(
                          "%s is a committee of several encoders; name the run of 'murmur train'"
                                  .formatted(path)
                              + " they come from")));
    }
    var run = new RunFolder(path);
    if (Files.exists(run.foldsFile())) {
      return new OfRun(run, Folds.read(run.foldsFile()));
    }
    if (Files.exists(run.split())) {
      Path fold = run.fold(0).path();
      return new OfSplit(Files.exists(fold) ? fold : path, run.split());
    }
    if (!Files.exists(path)) {
      throw new UserException(
          "--encoder-from: there is no encoder %s; name a model bundle, a run of 'murmur train' or"
                  .formatted(name)
              + " 'murmur finetune', a pre-training, an official checkpoint, or 'random'");
    }
    return always(Encoders.read(path, OfficialCheckpoint.Hints.NONE));
  }

  /** Of a fine-tuning the only seed; any other path as it is. */
  private static Path seed(Path path) {
    List<RunFolder> seeds =
        new RunFolder(path)
            .seeds().stream()
                .filter(seed -> Files.exists(seed.foldsFile()) || Files.exists(seed.split()))
                .toList();
    if (seeds.size() > 1) {
      throw new UserException(
          "%s has encoders of %d seeds; name one, such as %s"
              .formatted(path, seeds.size(), seeds.get(0)));
    }
    return seeds.isEmpty() ? path : seeds.get(0).path();
  }

  /** An untrained encoder, the same every time. */
  public static FoldEncoders random(FrontEndConfig frontEnd, EncoderConfig encoder) {
    return always(Encoder.seeded(frontEnd, encoder, RANDOM_SEED));
  }

  private static Encoder described(Encoder encoder, String description) {
    return encoder.with(encoder.origin().described(description));
  }

  /** One encoder for all folds, which has heard none of their patients. */
  static FoldEncoders always(Encoder encoder) {
    return new FoldEncoders() {
      @Override
      public Encoder of(int fold) {
        return encoder;
      }
    };
  }

  /** The encoders of a cross-validation, each of which has heard the patients of other folds. */
  private static final class OfRun extends FoldEncoders {

    private final RunFolder run;
    private final Folds folds;

    OfRun(RunFolder run, Folds folds) {
      this.run = run;
      this.folds = folds;
    }

    @Override
    public Encoder of(int fold) throws IOException {
      RunFolder place = run.fold(fold);
      if (!Files.exists(place.encoder())) {
        requireEnded(fold);
        return described(Encoders.ofFold(place), description(fold));
      }
      Encoder tuned = Encoders.read(place.path(), OfficialCheckpoint.Hints.NONE);
      return described(tuned, description(fold));
    }

    private String description(int fold) {
      return "fold %d of %s".formatted(fold, run.path().getFileName());
    }

    @Override
    public void requireAll() {
      IntStream.range(0, folds.count()).forEach(this::requireEnded);
    }

    private void requireEnded(int fold) {
      RunFolder place = run.fold(fold);
      if (!Files.exists(place.weights()) && !Files.exists(place.encoder())) {
        throw new UserException(
            "the training of fold %d of %s has not ended; let it end first".formatted(fold, run));
      }
    }

    @Override
    public Optional<Folds> folds() {
      return Optional.of(folds);
    }
  }

  /** An encoder that was fine-tuned on a split. */
  private static final class OfSplit extends FoldEncoders {

    private final Path place;
    private final Path split;

    OfSplit(Path place, Path split) {
      this.place = place;
      this.split = split;
    }

    @Override
    public Encoder of(int fold) throws IOException {
      return described(
          Encoders.read(place, OfficialCheckpoint.Hints.NONE),
          "the split of " + place.toAbsolutePath().getParent().getFileName());
    }

    @Override
    public Optional<Path> split() {
      return Optional.of(split);
    }
  }
}
