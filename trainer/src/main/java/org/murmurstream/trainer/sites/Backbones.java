package org.murmurstream.trainer.sites;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.murmurstream.core.UserException;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.encoder.m2d.EncoderConfig;
import org.murmurstream.model.encoder.m2d.EncoderWeights;
import org.murmurstream.model.encoder.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.encoder.PretrainedEncoder;

/** The encoder for each fold: mostly the same one, or that which knows none of its patients. */
public abstract class Backbones {

  /** The word for an encoder of random weights. */
  public static final String RANDOM = "random";

  private static final long RANDOM_SEED = 1;
  private static final String FOLDS = "folds.csv";
  private static final String SPLIT = "split.csv";

  private Backbones() {}

  /** The encoder for a fold, from 0. */
  public abstract Backbone of(int fold) throws IOException;

  /**
   * Makes sure that there is an encoder for every fold, before work is done for the first.
   *
   * @throws UserException if the training of one has not ended
   */
  public void requireAll() {}

  /** The only folds for which these encoders do not know those held out; empty for any. */
  public abstract Optional<Folds> folds();

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
  public static Backbones open(String name) throws IOException {
    if (name.equals(RANDOM)) {
      return random(FrontEndConfig.HEART, EncoderConfig.HEART);
    }
    Path path = seed(Path.of(name));
    if (Files.exists(path.resolve("bundle.json"))) {
      return always(ofBundle(path));
    }
    if (Files.exists(path.resolve(FOLDS))) {
      return new OfRun(path, Folds.read(path.resolve(FOLDS)));
    }
    if (Files.exists(path.resolve(SPLIT))) {
      Path fold = path.resolve("fold-0");
      return new OfSplit(Files.exists(fold) ? fold : path, path.resolve(SPLIT));
    }
    if (!Files.exists(path)) {
      throw new UserException(
          "there is no backbone %s; name a model bundle, a run of 'murmur train' or".formatted(name)
              + " 'murmur finetune', a pre-training, an official checkpoint, or 'random'");
    }
    PretrainedEncoder encoder = PretrainedEncoder.read(path, OfficialCheckpoint.Hints.NONE);
    JsonNode origin = encoder.origin();
    return always(
        of("%s %s".formatted(origin.path("kind").asText(), origin.path("name").asText()), encoder));
  }

  /** Of a fine-tuning the only seed; any other path as it is. */
  private static Path seed(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return path;
    }
    List<Path> seeds;
    try (Stream<Path> inside = Files.list(path)) {
      seeds =
          inside
              .filter(folder -> folder.getFileName().toString().startsWith("seed-"))
              .filter(
                  folder ->
                      Files.exists(folder.resolve(FOLDS)) || Files.exists(folder.resolve(SPLIT)))
              .sorted()
              .toList();
    }
    if (seeds.size() > 1) {
      throw new UserException(
          "%s has encoders of %d seeds; name one, such as %s"
              .formatted(path, seeds.size(), seeds.get(0)));
    }
    return seeds.isEmpty() ? path : seeds.get(0);
  }

  /** An untrained encoder, the same every time. */
  public static Backbones random(FrontEndConfig frontEnd, EncoderConfig encoder) {
    return always(
        Backbone.of(
            "random weights, seed " + RANDOM_SEED,
            frontEnd,
            encoder,
            EncoderWeights.seeded(encoder, RANDOM_SEED)));
  }

  private static Backbone of(String origin, PretrainedEncoder encoder) {
    return Backbone.of(origin, encoder.frontEnd(), encoder.encoder(), encoder.weights());
  }

  private static Backbone ofBundle(Path folder) {
    ModelBundle bundle = ModelBundle.load(folder);
    if (bundle.config().model() instanceof ModelConfig.SiteTransformer model) {
      return new Backbone(
          "model bundle " + bundle.config().name() + " " + bundle.identity().version(),
          bundle.config().frontEnd(),
          model.encoder(),
          bundle.weights(ModelConfig.SiteTransformer.ENCODER),
          bundle.identity().encoderDigest());
    }
    throw new UserException(
        "%s is a committee of several encoders; name the run of 'murmur train' they come from"
            .formatted(folder));
  }

  /** One encoder for all folds, which has heard none of their patients. */
  static Backbones always(Backbone backbone) {
    return new Backbones() {
      @Override
      public Backbone of(int fold) {
        return backbone;
      }

      @Override
      public Optional<Folds> folds() {
        return Optional.empty();
      }
    };
  }

  /** The encoders of a cross-validation, each of which has heard the patients of other folds. */
  private static final class OfRun extends Backbones {

    private static final ObjectMapper JSON =
        new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private static final String POSITIONS = "positions";
    private static final String WEIGHTS = "weights.safetensors";

    private final Path run;
    private final Folds folds;

    OfRun(Path run, Folds folds) {
      this.run = run;
      this.folds = folds;
    }

    @Override
    public Backbone of(int fold) throws IOException {
      Path place = run.resolve("fold-" + fold);
      String origin = "fold %d of %s".formatted(fold, run.getFileName());
      if (Files.exists(place.resolve(PretrainedEncoder.WEIGHTS))) {
        return Backbones.of(origin, PretrainedEncoder.read(place, OfficialCheckpoint.Hints.NONE));
      }
      requireEnded(fold);
      Path weights = place.resolve(WEIGHTS);
      JsonNode config = JSON.readTree(place.resolve("config.json").toFile());
      ObjectNode geometry = config.withObject("encoder");
      if (!geometry.has(POSITIONS)) { // a run from before they were a choice
        geometry.put(POSITIONS, EncoderConfig.Positions.SIN_COS.name());
      }
      EncoderConfig encoder = JSON.treeToValue(geometry, EncoderConfig.class);
      var own = new LinkedHashMap<String, Tensor>(Safetensors.read(weights));
      own.keySet().retainAll(EncoderWeights.shapes(encoder).keySet());
      // 'murmur train' knows no other front end.
      return Backbone.of(origin, FrontEndConfig.HEART, encoder, own);
    }

    @Override
    public void requireAll() {
      IntStream.range(0, folds.count()).forEach(this::requireEnded);
    }

    private void requireEnded(int fold) {
      Path place = run.resolve("fold-" + fold);
      if (!Files.exists(place.resolve(WEIGHTS))
          && !Files.exists(place.resolve(PretrainedEncoder.WEIGHTS))) {
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
  private static final class OfSplit extends Backbones {

    private final Path place;
    private final Path split;

    OfSplit(Path place, Path split) {
      this.place = place;
      this.split = split;
    }

    @Override
    public Backbone of(int fold) throws IOException {
      return Backbones.of(
          "the split of " + place.toAbsolutePath().getParent().getFileName(),
          PretrainedEncoder.read(place, OfficialCheckpoint.Hints.NONE));
    }

    @Override
    public Optional<Folds> folds() {
      return Optional.empty();
    }

    @Override
    public Optional<Path> split() {
      return Optional.of(split);
    }
  }
}
