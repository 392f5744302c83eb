package org.murmurstream.model.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.model.tensor.Tensor;

class SegmentHeadTest {

  /** Logits are twice and minus the first feature, and the second, after normalisation. */
  private static final SegmentHead HEAD =
      new SegmentHead(
          Map.of(
              SegmentHead.MEAN, vector(1, 0),
              SegmentHead.VARIANCE, vector(4, 1),
              SegmentHead.WEIGHT, new Tensor(new long[] {3, 2}, new float[] {2, 0, -1, 0, 0, 1}),
              SegmentHead.BIAS, vector(0, 0, 0.5f)));

  @Test
  void shouldNormaliseAndAverageTheLogitsOfARecordingsSegments() {
    // When
    double[] logits = HEAD.logits(List.of(new float[] {3, 1}, new float[] {5, 3}));

    // Then
    assertThat(logits).containsExactly(new double[] {3, -1.5, 2.5}, within(1e-4));
    Probabilities probabilities = SegmentHead.probabilities(logits);
    assertThat(probabilities.present() / probabilities.absent())
        .isCloseTo(Math.exp(0.5), within(1e-3));
    assertThat(probabilities.present() / probabilities.unknown())
        .isCloseTo(Math.exp(4.5), within(1e-1));
  }

  @Test
  void shouldNameTheMostLikelyClassOfASegment() {
    assertThat(HEAD.mostLikely(new float[] {3, 0})).isEqualTo(MurmurClass.PRESENT);
    assertThat(HEAD.mostLikely(new float[] {-3, 0})).isEqualTo(MurmurClass.UNKNOWN);
    assertThat(HEAD.mostLikely(new float[] {1, 0})).isEqualTo(MurmurClass.ABSENT);
  }

  @Test
  void shouldBeginWithSmallNormalWeightsThatTheSeedGives() {
    // When
    Map<String, Tensor> weights = SegmentHead.seeded(1000, 1);

    // Then
    double squares = 0;
    for (float value : weights.get(SegmentHead.WEIGHT).data()) {
      squares += value * value;
    }
    assertThat(Math.sqrt(squares / 3000)).isCloseTo(0.01, within(5e-4));
    assertThat(weights.get(SegmentHead.BIAS).data()).containsOnly(0);
    assertThat(weights.get(SegmentHead.VARIANCE).data()).containsOnly(1);
    assertThat(SegmentHead.seeded(1000, 1).get(SegmentHead.WEIGHT).data())
        .isEqualTo(weights.get(SegmentHead.WEIGHT).data());
  }

  private static Tensor vector(float... values) {
    return new Tensor(new long[] {values.length}, values);
  }
}
