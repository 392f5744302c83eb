package org.murmurstream.model.encoder.m2d;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.encoder.m2d.M2dConfig.Positions;
import org.murmurstream.model.encoder.m2d.M2dConfig.Stem;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Parameters;

class RotaryPositionsTest {

  private static final int HEAD_WIDTH = 6;

  /** Two rows of four patches, two heads of six. */
  private static final M2dConfig GRID =
      new M2dConfig(Stem.PATCHES, Positions.ROTARY, 8, 16, 4, 4, 12, 2, 2, 2, 1e-6);

  private NDManager manager;

  @BeforeEach
  void start() {
    Device device = Torch.start(new TorchOptions(1, TorchOptions.Processor.CPU));
    manager = NDManager.newBaseManager(device);
  }

  @AfterEach
  void stop() {
    manager.close();
  }

  @Test
  void shouldTurnEachPairOfCoordinatesAtItsOwnRate() {
    // Given: rates 1, 100^(-1/3), 100^(-2/3)
    NDArray ones = manager.create(new float[] {1, 1, 1, 0, 0, 0}, new Shape(1, 1, 1, HEAD_WIDTH));

    // When
    float[] turned = positions(2).turn(ones).toFloatArray();

    // Then
    for (int i = 0; i < 3; i++) {
      double angle = 2 * Math.pow(100, -i / 3.0);
      assertThat((double) turned[i]).isCloseTo(Math.cos(angle), within(1e-6));
      assertThat((double) turned[3 + i]).isCloseTo(Math.sin(angle), within(1e-6));
    }
  }

  @Test
  void shouldScoreByHowFarApartTokensAre() {
    // Given
    NDArray query = random(1);
    NDArray key = random(2);

    // When
    double early = score(query, 0, key, 3);
    double late = score(query, 27, key, 30);
    double closer = score(query, 27, key, 29);
    double before = score(query, 30, key, 27);

    // Then
    assertThat(late).isCloseTo(early, within(1e-5));
    assertThat(Math.abs(closer - early)).isGreaterThan(1e-2);
    assertThat(Math.abs(before - early)).isGreaterThan(1e-2);
  }

  @Test
  void shouldLeaveTheTokenBeforeTheFirstAsItIs() {
    assertThat(positions(0).turn(random(1)).toFloatArray()).isEqualTo(random(1).toFloatArray());
  }

  @Test
  void shouldHearPatchesInAnyOrderByTheirTrueTimes() {
    // Given
    int[] order = {7, 2, 0, 5, 1, 4, 3, 6};
    try (var parameters = parameters()) {
      var network = new M2dNetwork(GRID, parameters);
      NDArray patches = network.patches(spectrograms());

      // When
      float[] whole = network.encode(patches).toFloatArray();
      float[] shuffled = network.encode(chosen(patches, order), places(order), 0).toFloatArray();

      // Then
      assertThat(row(shuffled, 0)).containsExactly(row(whole, 0), within(1e-5f));
      for (int i = 0; i < order.length; i++) {
        assertThat(row(shuffled, 1 + i)).containsExactly(row(whole, 1 + order[i]), within(1e-5f));
      }
    }
  }

  @Test
  void shouldHearTheSamePatchesOtherwiseAtOtherTimes() {
    // Given
    int[] order = {0, 1, 2, 4, 5, 6};
    int[] later = {1, 2, 3, 5, 6, 7};
    int[] wider = {0, 1, 3, 4, 5, 7};
    try (var parameters = parameters()) {
      var rotary = new M2dNetwork(GRID, parameters);
      var fixed = new M2dNetwork(GRID.with(Positions.SIN_COS), parameters);
      NDArray patches = chosen(rotary.patches(spectrograms()), order);

      // When
      float[] heard = rotary.encode(patches, places(order), 0).toFloatArray();

      // Then
      assertThat(distance(rotary.encode(patches, places(wider), 0), heard)).isGreaterThan(1e-3);
      assertThat(distance(rotary.encode(patches, places(later), 0), heard)).isGreaterThan(1e-4);
      assertThat(distance(fixed.encode(patches, places(order), 0), heard)).isGreaterThan(1e-3);
      assertThat(fixed.encode(patches, places(wider), 0).toFloatArray())
          .isEqualTo(fixed.encode(patches, places(order), 0).toFloatArray());
    }
  }

  @Test
  void shouldHearAShortInputAsTheFirstColumns() {
    // Given
    int[] firstTwo = {0, 1, 4, 5};
    try (var parameters = parameters()) {
      var network = new M2dNetwork(GRID, parameters);

      // When
      NDArray patches = network.patches(spectrograms().get(":, :, :8"));

      // Then
      assertThat(network.encode(patches).toFloatArray())
          .isEqualTo(network.encode(patches, places(firstTwo), 0).toFloatArray());
    }
  }

  @Test
  void shouldRefuseHeadsOfOddWidth() {
    // Given
    var odd = new M2dConfig(8, 16, 4, 4, 12, 2, 4, 2, 1e-6);

    // When // Then
    assertThatThrownBy(() -> odd.with(Positions.ROTARY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rotary positions need heads of even width, was 3");
  }

  private RotaryPositions positions(float time) {
    NDArray times = manager.create(new float[] {time}, new Shape(1, 1));
    return new RotaryPositions(times, HEAD_WIDTH, DataType.FLOAT32);
  }

  private double score(NDArray query, int queryTime, NDArray key, int keyTime) {
    return positions(queryTime).turn(query).mul(positions(keyTime).turn(key)).sum().getFloat();
  }

  private NDArray random(long seed) {
    return normal(new Shape(1, 1, 1, HEAD_WIDTH), seed);
  }

  private NDArray spectrograms() {
    return normal(new Shape(1, 8, 16), 3);
  }

  private NDArray normal(Shape shape, long seed) {
    var random = new Random(seed);
    var values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape);
  }

  private Parameters parameters() {
    return new Parameters(M2dWeights.seeded(GRID, 1), manager.getDevice(), DataType.FLOAT32);
  }

  private NDArray chosen(NDArray patches, int... which) {
    var rows = new NDList();
    for (int place : which) {
      rows.add(patches.get(":, {}:{}", place, place + 1));
    }
    return NDArrays.concat(rows, 1);
  }

  private NDArray places(int... which) {
    return manager.create(
        Arrays.stream(which).asLongStream().toArray(), new Shape(1, which.length));
  }

  private static float[] row(float[] tokens, int token) {
    return Arrays.copyOfRange(tokens, token * GRID.width(), (token + 1) * GRID.width());
  }

  private static double distance(NDArray tokens, float[] others) {
    float[] values = tokens.toFloatArray();
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      most = Math.max(most, Math.abs(values[i] - others[i]));
    }
    return most;
  }
}
