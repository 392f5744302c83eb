package org.murmurstream.kafka.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubt;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Flag;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.exam.Prediction;
import org.murmurstream.schemas.Figure;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.PredictionStatus;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.schemas.Site;

class PredictionWireTest {

  private static final int RULINGS = 20_000;
  private static final List<Caution> FLAGS =
      List.of(
          Caution.UNFAMILIAR_SOUND, Caution.COARSE_SOUND, Caution.SHORT_SOUND, Caution.DROPOUTS);
  private static final List<MurmurClass> DOUBTED = List.of(MurmurClass.PRESENT, MurmurClass.ABSENT);

  private static final DecisionRule RULE = new DecisionRule(4.5, 6, 1, 0.1);
  private static final Ruling STRICT =
      new Ruling(
          RULE,
          Optional.of(Ruling.FLAGGED),
          List.of(
              new Flag(
                  Caution.UNFAMILIAR_SOUND,
                  List.of(
                      new Flag.Figure(
                          "bandLo", 1.62, OptionalDouble.of(-0.14), OptionalDouble.of(1.01)),
                      new Flag.Figure("hum", 1.5, OptionalDouble.empty(), OptionalDouble.of(1))))),
          new Doubts(Doubts.Policy.STRICT, 0.9, 0.5).all());

  @Test
  void shouldLetAReaderComeToTheVerdictFromTheRecordAlone() throws IOException {
    // Given
    var random = new Random(1);
    var verdicts = new EnumMap<Murmur, Integer>(Murmur.class);
    int turned = 0;
    for (int i = 0; i < RULINGS; i++) {
      Probabilities probabilities = probabilities(random);
      Ruling ruling = ruling(random);
      Prediction prediction = Predictions.decided(probabilities, ruling);

      // When
      MurmurPrediction read = overTheWire(prediction);

      // Then
      assertThat(read.getMurmur().name()).isEqualTo(ruling.decide(probabilities).name());
      assertThat(recomputed(read)).isEqualTo(read.getMurmur());
      verdicts.merge(read.getMurmur(), 1, Integer::sum);
      turned += ruling.turning(probabilities).isPresent() ? 1 : 0;
    }
    assertThat(verdicts).hasSize(MurmurClass.values().length);
    assertThat(turned).isBetween(RULINGS / 20, RULINGS / 2);
  }

  @Test
  void shouldCarryWhyAVerdictIsWhatItIs() throws IOException {
    // Given
    Prediction prediction = Predictions.decided(new Probabilities(0.02, 0.01, 0.97), STRICT);

    // When
    MurmurPrediction read = overTheWire(prediction);

    // Then
    assertThat(read.getMurmur()).isEqualTo(Murmur.UNKNOWN);
    assertThat(read.getExplanation())
        .isEqualTo(prediction.verdict().orElseThrow().explanation())
        .startsWith("Unknown: ")
        .contains("highest for Absent", "nobody is called Absent", "bandLo 1.62");
    assertThat(read.getLimits()).isEqualTo(Predictions.LIMITS);
    assertThat(read.getRuling().getRegression()).isEqualTo("flagged");
    assertThat(read.getReasons())
        .containsExactly(
            new Reason(
                ReasonCode.UNFAMILIAR_SOUND,
                null,
                List.of(
                    new Figure("bandLo", 1.62, -0.14, 1.01), new Figure("hum", 1.5, null, 1.0))),
            new Reason(ReasonCode.ABSENT_DOUBTED, null, List.of()));
  }

  @Test
  void shouldGiveTheRulingBack() throws IOException {
    // Given
    var random = new Random(2);
    for (int i = 0; i < RULINGS / 10; i++) {
      Ruling ruling = ruling(random);

      // When
      MurmurPrediction read = overTheWire(Predictions.decided(probabilities(random), ruling));

      // Then
      assertThat(PredictionWire.ruling(read)).contains(ruling);
    }
  }

  @Test
  void shouldSayWhichSampleRateIsTooLowWhereThereIsNoVerdict() throws IOException {
    // When
    MurmurPrediction read = overTheWire(Predictions.undecided(Caution.NARROW_BAND));

    // Then
    assertThat(read.getStatus()).isEqualTo(PredictionStatus.INSUFFICIENT);
    assertThat(read.getReasons())
        .containsExactly(
            new Reason(
                ReasonCode.NARROW_BAND,
                Site.MV,
                List.of(new Figure("sampleRateHz", 1000.0, null, null))));
    assertThat(read.getRuling()).isNull();
    assertThat(read.getExplanation()).isNull();
    assertThat(read.getLimits()).isEmpty();
    assertThat(PredictionWire.ruling(read)).isEmpty();
  }

  /** As whoever has nothing but the record and the page on topics would do it. */
  private static Murmur recomputed(MurmurPrediction record) {
    var probabilities = new EnumMap<Murmur, Double>(Murmur.class);
    probabilities.put(Murmur.PRESENT, record.getProbabilities().getPresent());
    probabilities.put(Murmur.UNKNOWN, record.getProbabilities().getUnknown());
    probabilities.put(Murmur.ABSENT, record.getProbabilities().getAbsent());
    Map<Murmur, Double> weights =
        Map.of(
            Murmur.PRESENT, record.getRuling().getPresentWeight(),
            Murmur.UNKNOWN, record.getRuling().getUnknownWeight(),
            Murmur.ABSENT, record.getRuling().getAbsentWeight());
    Murmur chosen = Murmur.PRESENT;
    for (Murmur murmur : List.of(Murmur.UNKNOWN, Murmur.ABSENT)) {
      if (probabilities.get(murmur) * weights.get(murmur)
          > probabilities.get(chosen) * weights.get(chosen)) {
        chosen = murmur;
      }
    }
    for (var doubt : record.getRuling().getDoubts()) {
      boolean raised =
          record.getReasons().stream()
              .anyMatch(reason -> reason.getSite() == null && reason.getCode() == doubt.getFlag());
      boolean unsure =
          doubt.getLeast() == null || probabilities.get(doubt.getMurmur()) < doubt.getLeast();
      if (raised && doubt.getMurmur() == chosen && unsure) {
        return Murmur.UNKNOWN;
      }
    }
    return chosen;
  }

  private static MurmurPrediction overTheWire(Prediction prediction) throws IOException {
    return MurmurPrediction.fromByteBuffer(
        PredictionWire.of(prediction, "recordings").toByteBuffer());
  }

  /** On a coarse grid, so that weighted ones are often equal, and often lie on a limit. */
  private static Probabilities probabilities(Random random) {
    int present = random.nextInt(9);
    int unknown = random.nextInt(9 - present);
    return new Probabilities(present / 8.0, unknown / 8.0, (8 - present - unknown) / 8.0);
  }

  private static Ruling ruling(Random random) {
    var rule = new DecisionRule(weight(random), weight(random), weight(random), 0.1);
    var flags = new ArrayList<Flag>();
    for (Caution caution : FLAGS) {
      if (random.nextInt(3) == 0) {
        flags.add(
            new Flag(
                caution,
                List.of(
                    new Flag.Figure(
                        "figure", random.nextGaussian(), limit(random), limit(random)))));
      }
    }
    var doubts = new ArrayList<Doubt>();
    for (Caution caution : FLAGS) {
      if (random.nextBoolean()) {
        doubts.add(new Doubt(caution, DOUBTED.get(random.nextInt(2)), limit(random)));
      }
    }
    return new Ruling(
        rule, random.nextBoolean() ? Optional.empty() : Optional.of(Ruling.FLAGGED), flags, doubts);
  }

  private static double weight(Random random) {
    return List.of(1.0, 2.0, 4.5, 6.0).get(random.nextInt(4));
  }

  private static OptionalDouble limit(Random random) {
    return random.nextInt(3) == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(random.nextInt(9) / 8.0);
  }
}
