package org.murmurstream.model.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.model.tensor.Safetensors;

class ForestTest {

  /** One tree asks whether feature 1 is above 0.5, the other always says 0.4. */
  private static final Forest TWO_TREES =
      new Forest(
          new int[] {0, 3},
          new int[] {1, -1, -1, -1},
          new float[] {0.5f, 0, 0, 0},
          new int[] {1, 0, 0, 0},
          new int[] {2, 0, 0, 0},
          new float[] {0, 0.2f, 0.8f, 0.4f});

  @Test
  void shouldAverageTheLeavesThatTheTreesLeadTo() {
    assertThat(TWO_TREES.probability(new float[] {9, 0.6f})).isCloseTo(0.6, within(1e-6));
    assertThat(TWO_TREES.probability(new float[] {9, 0.4f})).isCloseTo(0.3, within(1e-6));
  }

  @Test
  void shouldGoLeftAtTheThresholdItself() {
    assertThat(TWO_TREES.probability(new float[] {9, 0.5f})).isCloseTo(0.3, within(1e-6));
  }

  @Test
  void shouldAnswerTheSameAfterBeingStored(@TempDir Path folder) throws IOException {
    // Given
    Path file = folder.resolve("forest.safetensors");
    Safetensors.write(file, TWO_TREES.tensors());

    // When
    Forest read = Forest.of(Safetensors.read(file));

    // Then
    for (float value : new float[] {-1, 0.5f, 0.6f}) {
      assertThat(read.probability(new float[] {0, value}))
          .isEqualTo(TWO_TREES.probability(new float[] {0, value}));
    }
  }

  @Test
  void shouldRefuseNodesThatLeadBackOrNowhere() {
    assertThatThrownBy(() -> stump(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("node 0 cannot follow node 0");
    assertThatThrownBy(() -> stump(1, 7)).hasMessage("node 7 cannot follow node 0");
  }

  @Test
  void shouldNameWhatItLacks() {
    assertThatThrownBy(() -> Forest.of(Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage("the beat classifier lacks tensor 'forest.roots'");
    assertThatThrownBy(() -> TWO_TREES.probability(new float[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the forest asks for feature 1 of 1");
  }

  private static Forest stump(int left, int right) {
    return new Forest(
        new int[] {0},
        new int[] {0, -1},
        new float[2],
        new int[] {left, 0},
        new int[] {right, 0},
        new float[2]);
  }
}
