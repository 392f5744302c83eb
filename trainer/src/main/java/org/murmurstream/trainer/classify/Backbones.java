package org.murmurstream.trainer.classify;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.murmurstream.model.UserException;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.ModelConfig;
import org.murmurstream.model.m2d.EncoderConfig;
import org.murmurstream.model.m2d.EncoderWeights;
import org.murmurstream.model.m2d.checkpoint.OfficialCheckpoint;
import org.murmurstream.model.tensor.Safetensors;
import org.murmurstream.model.tensor.Tensor;
import org.murmurstream.trainer.dense.Folds;

/** The encoder for each fold: mostly the same one, or that which knows none of its patients. */
public abstract class Backbones {

  /** The word for an encoder of random weights. */
  public static final String RANDOM = "random";

  private static final long RANDOM_SEED = 1;

  private Backbones() {}

  /** The encoder for a fold, from 0. */
  public abstract Backbone of(int fold) throws IOException;

  /** The only folds for which these encoders do not know those held out; empty for any. */
  public abstract Optional<Folds> folds();

  /**
   * Reads encoders.
   *
   * @param name the word {@value #RANDOM}, a model bundle, a run of {@code murmur train}, or an
   *     official checkpoint
   * @throws UserException if it is none of these
   */
  public static Backbones open(String name) throws IOException {
    if (name.equals(RANDOM)) {
      EncoderConfig encoder = EncoderConfig.HEART;
      return always(
          Backbone.of(
              "random weights, seed " + RANDOM_SEED,
              FrontEndConfig.HEART,
              encoder,
              EncoderWeights.seeded(encoder, RANDOM_SEED)));
    }
    Path path = Path.of(name);
    if (Files.exists(path.resolve("bundle.json"))) {
      return always(ofBundle(path));
    }
    if (Files.exists(path.resolve("folds.csv"))) {
      return new OfRun(path, Folds.read(path.resolve("folds.csv")));
    }
    if (!Files.exists(path)) {
      throw new UserException(
          "there is no backbone %s; name a model bundle, a run of 'murmur train', an official"
                  .formatted(name)
              + " checkpoint, or 'random'");
    }
    OfficialCheckpoint checkpoint = OfficialCheckpoint.read(path, OfficialCheckpoint.Hints.NONE);
    return always(
        Backbone.of(
            "checkpoint " + checkpoint.file().getFileName(),
            checkpoint.frontEnd(),
            checkpoint.encoder(),
            checkpoint.weights()));
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

    private final Path run;
    private final Folds folds;

    OfRun(Path run, Folds folds) {
      this.run = run;
      this.folds = folds;
    }

    @Override
    public Backbone of(int fold) throws IOException {
      Path place = run.resolve("fold-" + fold);
      Path weights = place.resolve("weights.safetensors");
      if (!Files.exists(weights)) {
        throw new UserException(
            "the training of fold %d of %s has not ended; let 'murmur train' end first"
                .formatted(fold, run));
      }
      JsonNode config = JSON.readTree(place.resolve("config.json").toFile());
      ObjectNode geometry = config.withObject("encoder");
      if (!geometry.has(POSITIONS)) { // a run from before they were a choice
        geometry.put(POSITIONS, EncoderConfig.Positions.SIN_COS.name());
      }
      EncoderConfig encoder = JSON.treeToValue(geometry, EncoderConfig.class);
      var own = new LinkedHashMap<String, Tensor>(Safetensors.read(weights));
      own.keySet().retainAll(EncoderWeights.shapes(encoder).keySet());
      // 'murmur train' knows no other front end.
      return Backbone.of(
          "fold %d of %s".formatted(fold, run.getFileName()), FrontEndConfig.HEART, encoder, own);
    }

    @Override
    public Optional<Folds> folds() {
      return Optional.of(folds);
    }
  }
}
