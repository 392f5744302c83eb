package org.murmurstream.model.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.ear.CommitteeConfig;
import org.murmurstream.model.ear.ModelConfig;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.model.tensor.Tensor;

/** A committee of two folds, the first of two networks, all of seeded weights. */
public final class TinyCommittee {

  public static final FrontEndConfig FRONT_END = FrontEndConfig.HEART.withBands(16);

  public static final M2dConfig ENCODER =
      new M2dConfig(
          M2dConfig.Stem.CONVOLUTION,
          M2dConfig.Positions.SIN_COS,
          16,
          64,
          16,
          8,
          16,
          1,
          2,
          2,
          1e-6);

  public static final FrameNetworkConfig NETWORK = FrameNetworkConfig.on(ENCODER);

  public static final CommitteeConfig MODEL =
      new CommitteeConfig(
          List.of(
              new CommitteeConfig.Member(List.of(NETWORK, NETWORK)),
              new CommitteeConfig.Member(List.of(NETWORK))));

  private TinyCommittee() {}

  public static ModelBundle create() {
    return ModelBundle.of(config(MODEL), weights(), "# Tiny\n");
  }

  public static BundleConfig config(ModelConfig model) {
    return BundleConfig.plain(
        "tiny",
        true,
        FRONT_END,
        model,
        QualityThresholds.DEFAULT,
        new DecisionRule(5, 3, 1, 0.1),
        JsonNodeFactory.instance.objectNode());
  }

  public static Map<String, Map<String, Tensor>> weights() {
    var weights = new LinkedHashMap<String, Map<String, Tensor>>();
    weights.put("fold-0-network-0", network(1));
    weights.put("fold-0-network-1", network(2));
    weights.put("fold-0-beats", forest(0.25f).tensors());
    weights.put("fold-1-network-0", network(3));
    weights.put("fold-1-beats", forest(0.75f).tensors());
    weights.put("decision", regression().tensors());
    return weights;
  }

  private static Map<String, Tensor> network(long seed) {
    return NETWORK.seeded(seed);
  }

  /** One tree, which asks for the lowest band of early systole. */
  public static Forest forest(float low) {
    return new Forest(
        new int[] {0},
        new int[] {0, -1, -1},
        new float[] {0.1f, 0, 0},
        new int[] {1, 0, 0},
        new int[] {2, 0, 0},
        new float[] {0, low, 1 - low / 2});
  }

  public static LogisticRegression regression() {
    var random = new Random(5);
    var deviation = new float[PatientFeatures.SIZE];
    Arrays.fill(deviation, 2);
    return new LogisticRegression(
        new Standardisation(new float[PatientFeatures.SIZE], deviation),
        normal(MurmurClass.values().length * PatientFeatures.SIZE, random),
        normal(MurmurClass.values().length, random));
  }

  private static float[] normal(int size, Random random) {
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (0.1 * random.nextGaussian());
    }
    return values;
  }
}
