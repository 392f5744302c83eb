package org.murmurstream.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.core.GoldenFiles;
import org.murmurstream.core.MurmurClass;

class ConfusionTest {

  private static final double EXACT = 1e-12;
  private static final MurmurClass[] ORDER = {
    MurmurClass.PRESENT, MurmurClass.UNKNOWN, MurmurClass.ABSENT
  };

  static Stream<JsonNode> cases() {
    JsonNode cases = GoldenFiles.json("metrics/metrics.json").get("cases");
    return StreamSupport.stream(cases.spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldScoreAsTheChallengeDoes(JsonNode golden) {
    // Given
    List<MurmurClass> labels = classes(golden.get("labels"));
    List<MurmurClass> predictions = classes(golden.get("predictions"));

    // When
    Confusion confusion = Confusion.of(labels, predictions);

    // Then
    for (int predicted = 0; predicted < 3; predicted++) {
      for (int label = 0; label < 3; label++) {
        assertThat(confusion.count(ORDER[predicted], ORDER[label]))
            .isEqualTo(
                golden
                    .at("/confusion_rows_predicted_cols_label/" + predicted + "/" + label)
                    .asInt());
      }
      assertScore(
          confusion.recall(ORDER[predicted]),
          golden.at("/recall_present_unknown_absent/" + predicted));
      assertScore(
          confusion.fMeasure(ORDER[predicted]), golden.at("/f_measure_classes/" + predicted));
    }
    assertScore(confusion.weightedAccuracy(), golden.get("weighted_accuracy"));
    assertScore(confusion.accuracy(), golden.get("accuracy"));
    assertScore(confusion.unweightedAverageRecall(), golden.get("uar"));
    assertScore(confusion.fMeasure(), golden.get("f_measure"));
    assertThat(confusion.total()).isEqualTo(labels.size());
  }

  @Test
  void shouldCountRowsOfNoneOrSeveralClassesAsPresent() {
    // Given
    JsonNode golden = cases().filter(c -> !c.get("raw_outputs").isNull()).findFirst().orElseThrow();

    // When
    List<MurmurClass> decoded =
        StreamSupport.stream(golden.get("raw_outputs").spliterator(), false)
            .map(
                row ->
                    ChallengeRow.decode(
                        row.get(0).asInt() == 1, row.get(1).asInt() == 1, row.get(2).asInt() == 1))
            .toList();

    // Then
    assertThat(decoded).isEqualTo(classes(golden.get("predictions")));
  }

  @Test
  void shouldHaveNoScoreWithoutPatients() {
    // When
    Confusion nobody = Confusion.of(List.of(), List.of());

    // Then
    assertThat(nobody.total()).isZero();
    assertThat(nobody.weightedAccuracy()).isNaN();
    assertThat(nobody.accuracy()).isNaN();
    assertThat(nobody.unweightedAverageRecall()).isNaN();
  }

  @Test
  void shouldRefuseAnUnequalNumberOfLabelsAndPredictions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Confusion.of(List.of(MurmurClass.PRESENT), List.of()))
        .withMessageContaining("1 labels but 0 predictions");
  }

  @Property(tries = 200)
  void shouldGiveEveryScoreOfAPerfectPredictionAsOne(@ForAll @NotEmpty List<MurmurClass> labels) {
    // When
    Confusion perfect = Confusion.of(labels, labels);

    // Then
    assertThat(perfect.weightedAccuracy()).isEqualTo(1);
    assertThat(perfect.accuracy()).isEqualTo(1);
    for (MurmurClass murmur : ORDER) {
      Double recall = perfect.recall(murmur);
      assertThat(recall).isEqualTo(labels.contains(murmur) ? (Double) 1.0 : (Double) Double.NaN);
    }
  }

  private static List<MurmurClass> classes(JsonNode indices) {
    var classes = new ArrayList<MurmurClass>();
    indices.forEach(index -> classes.add(ORDER[index.asInt()]));
    return classes;
  }

  private static void assertScore(double actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).isNaN();
    } else {
      assertThat(actual).isCloseTo(expected.asDouble(), within(EXACT));
    }
  }
}
