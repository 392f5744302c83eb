package org.murmurstream.model.encoder.m2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.encoder.Embedding;
import org.murmurstream.model.encoder.Encoder;
import org.murmurstream.model.encoder.EncoderRunner;
import org.murmurstream.model.encoder.Origin;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Tensor;

/** A whole ViT-base, its 85 million weights made by the rule of the fixtures. */
class VitBaseFixturesTest {

  private static final double VALUE_TOLERANCE = 2e-3;
  private static final double MEAN_TOLERANCE = 1e-4;

  private static EncoderRunner encoder;
  private static Embedding a608;
  private static Embedding a501;

  @BeforeAll
  static void embedBothFixtures() {
    Device device = Torch.start(TorchOptions.DEFAULT);
    encoder =
        new EncoderRunner(
            new Encoder(
                FrontEndConfig.M2D_16K,
                M2dConfig.VIT_BASE,
                checkedWeights(),
                Origin.of(Origin.Kind.CHECKPOINT, "fixture")),
            device);
    List<Embedding> embeddings =
        encoder.embed(List.of(Golden.wav("a_6s08_16k", 97_120), Golden.wav("a_6s08_16k", 80_000)));
    a608 = embeddings.get(0);
    a501 = embeddings.get(1);
  }

  @AfterAll
  static void close() {
    encoder.close();
  }

  @Test
  void shouldGiveEveryFrameOfTheReference() {
    // When // Then
    Tensor frames = Golden.npy("base/a608_frames_38x3840_float16.npy");
    assertThat(frames.shape()).containsExactly(a608.columns(), a608.width());
    for (int i = 0; i < frames.data().length; i++) {
      float expected = frames.data()[i];
      assertThat(a608.frames()[i])
          .isCloseTo(expected, within((float) VALUE_TOLERANCE + Math.ulp(expected) * 0x1p12f));
    }
  }

  @Test
  void shouldGiveTheMeansOfTheReference() {
    // When // Then
    assertThat(Golden.distance(a608.clip(), Golden.npy("base/a608_mean_3840.npy").data()))
        .isLessThan(MEAN_TOLERANCE);
    assertThat(a501.columns()).isEqualTo(32);
    assertThat(Golden.distance(a501.clip(), Golden.npy("base/a501_mean_3840.npy").data()))
        .isLessThan(MEAN_TOLERANCE);
  }

  @Test
  void shouldGiveTheClassTokenOfTheReference() {
    // When // Then
    assertThat(Golden.distance(a608.classToken(), Golden.npy("base/a608_cls_768.npy").data()))
        .isLessThan(VALUE_TOLERANCE);
  }

  /** The weights of the rule, their checksums compared before anything is computed with them. */
  private static Map<String, Tensor> checkedWeights() {
    JsonNode base = Golden.json("base/base.json");
    Map<String, long[]> shapes = M2dWeights.shapes(M2dConfig.VIT_BASE);
    var names = new TreeSet<>(shapes.keySet());
    names.add("norm_stats");
    var weights = new LinkedHashMap<String, Tensor>();
    int parameters = 2;
    int stream = 0;
    for (String name : names) {
      stream++;
      assertThat(base.get("streams").get(name).asInt()).as(name).isEqualTo(stream);
      if (name.equals("pos_embed")) {
        weights.put(name, SinCosPositions.table(5, 38, 768));
      } else if (!name.equals("norm_stats")) {
        weights.put(name, new Tensor(shapes.get(name), values(name, shapes.get(name), stream)));
      }
      parameters += weights.containsKey(name) ? weights.get(name).data().length : 0;
    }
    assertThat(parameters).isEqualTo(base.get("parameters").asInt());
    var checked = new ArrayList<String>();
    base.get("weights")
        .properties()
        .forEach(
            entry -> {
              double sum = 0;
              for (float value : weights.get(entry.getKey()).data()) {
                sum += value;
              }
              assertThat(sum)
                  .as(entry.getKey())
                  .isCloseTo(entry.getValue().get("sum").asDouble(), within(1e-2));
              checked.add(entry.getKey());
            });
    assertThat(checked).contains("pos_embed", "patch_embed.proj.weight", "norm.bias");
    return weights;
  }

  private static float[] values(String name, long[] shape, int stream) {
    var values = new float[Tensor.size(shape)];
    float bound = (float) Math.sqrt(6.0 / (shape[0] + values.length / shape[0]));
    boolean norm = name.matches("(.*\\.)?norm\\d?\\.weight");
    for (int i = 0; i < values.length; i++) {
      float u = uniform(stream, i);
      if (name.endsWith(".bias") || name.equals("cls_token")) {
        values[i] = 0.02f * u;
      } else if (norm) {
        values[i] = 1 + 0.1f * u;
      } else {
        values[i] = bound * u;
      }
    }
    return values;
  }

  private static float uniform(long stream, long i) {
    long z = (stream << 32) + i + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (float) ((z >>> 40) / 8388608.0 - 1.0);
  }
}
