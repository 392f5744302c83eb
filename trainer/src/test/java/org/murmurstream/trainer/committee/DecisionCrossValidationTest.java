package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.data.split.Folds;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.trainer.result.ScoredPatient;
import org.murmurstream.trainer.run.ProgressWatch;

class DecisionCrossValidationTest {

  private static final int FOLDS = 3;
  private static final int PATIENTS = 120;
  private static final DecisionRule RULE = new DecisionRule(5, 3, 1, 0.1);
  private static final Doubts DOUBTS = new Doubts(Doubts.Policy.STRICT, 0.9, 0.5);
  private static final SoundFigures FIGURES =
      new SoundFigures(new float[11], new float[6], 500, 20, 0);
  private static final DecisionCrossValidation FAST =
      new DecisionCrossValidation(
          new ForestFit(20, 2, 1.0 / 3, 1),
          RegressionFit.STANDARD,
          OptionalInt.empty(),
          RULE,
          DOUBTS);

  @Test
  void shouldDecideEveryPatientOnceAndRightlyWhereBeatsTell() {
    // When
    DecisionCrossValidation.Result result =
        FAST.run(recordings(patient -> true), List.of(), FOLDS, ProgressWatch.NONE);

    // Then
    List<ScoredPatient> decided = result.patients();
    assertThat(decided).extracting(d -> d.patient().patientId()).doesNotHaveDuplicates();
    assertThat(decided).hasSize(PATIENTS);
    var report = new DecisionReport(RULE, DOUBTS, decided, result.beats());
    assertThat(report.confusion().weightedAccuracy()).isGreaterThan(0.9);
    assertThat(report.record(List.of(), 0).lines()).anyMatch(line -> line.startsWith("W.acc"));
  }

  @Test
  void shouldFitTheBeatClassifierOfAFoldWithoutTheLabelsOfItsPatients() {
    // Given: the same recordings, with patients of fold 0 labelled the other way round
    List<LabelledEvidence> honest = recordings(patient -> true);
    List<LabelledEvidence> swapped = recordings(patient -> patient % FOLDS != 0);

    // When
    DecisionCrossValidation.Result one = FAST.run(honest, List.of(), FOLDS, ProgressWatch.NONE);
    DecisionCrossValidation.Result other = FAST.run(swapped, List.of(), FOLDS, ProgressWatch.NONE);

    // Then
    assertThat(other.forests().get(0).threshold()).isEqualTo(one.forests().get(0).threshold());
    assertThat(other.forests().get(1).threshold()).isNotEqualTo(one.forests().get(1).threshold());
  }

  @Test
  void shouldDecideOnAPatientWithoutTheLabelsOfItsFold() {
    // Given: beats that tell nothing, so that labels could reach fold 0 only by the regression
    List<LabelledEvidence> honest = withoutBeats(recordings(patient -> true));
    List<LabelledEvidence> swapped = withoutBeats(recordings(patient -> patient % FOLDS != 0));

    // When
    Map<String, Probabilities> one =
        byPatient(FAST.run(honest, List.of(), FOLDS, ProgressWatch.NONE), 0);
    Map<String, Probabilities> other =
        byPatient(FAST.run(swapped, List.of(), FOLDS, ProgressWatch.NONE), 0);

    // Then
    assertThat(other).isEqualTo(one).hasSize(PATIENTS / FOLDS);
  }

  @Test
  void shouldFitDecisionsWithoutThePatientsOfAFoldThatIsDrawn() {
    // Given: beats that tell nothing, and one patient who is heard otherwise
    var drawn =
        new DecisionCrossValidation(
            FAST.forest(), FAST.regression(), OptionalInt.of(8), RULE, DOUBTS);
    List<LabelledEvidence> recordings = withoutBeats(recordings(patient -> true));
    List<LabelledEvidence> others = heardOtherwise(recordings, "p5");

    // When
    Map<String, Probabilities> one =
        byPatient(drawn.run(recordings, List.of(), FOLDS, ProgressWatch.NONE));
    Map<String, Probabilities> other =
        byPatient(drawn.run(others, List.of(), FOLDS, ProgressWatch.NONE));

    // Then: decisions on those who share its fold were fitted without it
    var folds =
        Folds.draw(recordings.stream().map(LabelledEvidence::patient).distinct().toList(), 8, 1);
    assertThat(one).hasSize(PATIENTS);
    one.forEach(
        (patient, probabilities) -> {
          boolean together = folds.of(patient) == folds.of("p5");
          assertThat(probabilities.equals(other.get(patient)))
              .isEqualTo(together && !patient.equals("p5"));
        });
  }

  @Test
  void shouldLetTheOtherRegressionSpeakOfPatientsWithUnfamiliarSound() {
    // Given: one patient whose sound has another colour than all others
    List<LabelledEvidence> recordings = colouredUnlike(recordings(patient -> true), "p5");

    // When
    DecisionCrossValidation.Result result =
        FAST.run(recordings, List.of(recordings(patient -> true)), FOLDS, ProgressWatch.NONE);

    // Then
    assertThat(result.flags().get("p5"))
        .anyMatch(flag -> flag.caution() == Caution.UNFAMILIAR_SOUND);
    assertThat(result.patients())
        .filteredOn(d -> d.patient().patientId().equals("p5"))
        .singleElement()
        .satisfies(d -> assertThat(d.decision().regression()).contains(Ruling.FLAGGED));
    assertThat(result.patients())
        .filteredOn(d -> d.patient().patientId().equals("p6"))
        .singleElement()
        .satisfies(d -> assertThat(d.decision().regression()).contains(Ruling.CLEAN));
    assertThat(result.heldOut()).hasSize(FOLDS);
  }

  @Test
  void shouldFitTreesOnDistortedBeatsToo() {
    // Given
    List<LabelledEvidence> clean = recordings(patient -> true);

    // When
    DecisionCrossValidation.Result without = FAST.run(clean, List.of(), FOLDS, ProgressWatch.NONE);
    DecisionCrossValidation.Result with =
        FAST.run(
            clean,
            List.of(withoutBeats(clean), recordings(patient -> true)),
            FOLDS,
            ProgressWatch.NONE);

    // Then
    assertThat(with.forests().get(0).feature().length)
        .isNotEqualTo(without.forests().get(0).feature().length);
  }

  private static List<LabelledEvidence> colouredUnlike(
      List<LabelledEvidence> recordings, String who) {
    var random = new Random(9);
    return recordings.stream()
        .map(
            r -> {
              var sound = new float[11];
              sound[4] = r.patient().patientId().equals(who) ? 9 : (float) random.nextGaussian();
              return new LabelledEvidence(
                  r.patient(),
                  r.fold(),
                  r.role(),
                  r.frames(),
                  new SoundFigures(sound, new float[6], 500, 20, 0),
                  r.beats());
            })
        .toList();
  }

  private static List<LabelledEvidence> heardOtherwise(
      List<LabelledEvidence> recordings, String who) {
    return recordings.stream()
        .map(
            r ->
                r.patient().patientId().equals(who)
                    ? new LabelledEvidence(
                        r.patient(),
                        r.fold(),
                        r.role(),
                        new FrameSummary(-9, -9, -9, -9, 0.1, 0.9, 0.1),
                        r.figures(),
                        r.beats())
                    : r)
        .toList();
  }

  private static Map<String, Probabilities> byPatient(DecisionCrossValidation.Result result) {
    return result.patients().stream()
        .collect(Collectors.toMap(d -> d.patient().patientId(), ScoredPatient::probabilities));
  }

  private static Map<String, Probabilities> byPatient(
      DecisionCrossValidation.Result result, int fold) {
    return result.patients().stream()
        .filter(decided -> decided.decision().fold().getAsInt() == fold)
        .sorted(Comparator.comparing(decided -> decided.patient().patientId()))
        .collect(Collectors.toMap(d -> d.patient().patientId(), ScoredPatient::probabilities));
  }

  /**
   * Every third patient has a murmur, every tenth cannot be marked; who is not labelled truly is
   * labelled the other way round.
   */
  private static List<LabelledEvidence> recordings(Function<Integer, Boolean> truth) {
    var random = new Random(4);
    var recordings = new ArrayList<LabelledEvidence>();
    for (int i = 0; i < PATIENTS; i++) {
      boolean sick = i / FOLDS % 3 == 0;
      boolean present = sick == truth.apply(i);
      boolean unknown = i / FOLDS % 10 == 9;
      var patient = new LabelledPatient("p" + i, "s" + i, label(present, unknown));
      for (int r = 0; r < 2; r++) {
        var beats = new ArrayList<Optional<BeatSpectrum>>();
        for (int fold = 0; fold < FOLDS; fold++) {
          beats.add(Optional.of(spectrum(random, sick ? 2 : 0)));
        }
        double noise = random.nextGaussian();
        recordings.add(
            new LabelledEvidence(
                patient,
                i % FOLDS,
                role(present, unknown),
                new FrameSummary(-1 + noise, -2, -1, noise, unknown ? 0.2 : 0.8, 0.3, 0.5),
                FIGURES,
                beats));
      }
    }
    return recordings;
  }

  private static MurmurClass label(boolean present, boolean unknown) {
    if (unknown) {
      return MurmurClass.UNKNOWN;
    }
    return present ? MurmurClass.PRESENT : MurmurClass.ABSENT;
  }

  private static LabelledEvidence.Role role(boolean present, boolean unknown) {
    if (unknown) {
      return LabelledEvidence.Role.NOTHING;
    }
    return present ? LabelledEvidence.Role.MURMUR : LabelledEvidence.Role.NONE;
  }

  /** The same with one and the same spectrum everywhere, which no classifier learns from. */
  private static List<LabelledEvidence> withoutBeats(List<LabelledEvidence> recordings) {
    Optional<BeatSpectrum> flat = Optional.of(spectrum(new Random(0), 0));
    return recordings.stream()
        .map(
            r ->
                new LabelledEvidence(
                    r.patient(),
                    r.fold(),
                    r.role(),
                    r.frames(),
                    r.figures(),
                    List.of(flat, flat, flat)))
        .toList();
  }

  private static BeatSpectrum spectrum(Random random, float murmur) {
    var thirds = new float[3][BeatSpectrum.BANDS];
    for (float[] third : thirds) {
      for (int band = 0; band < third.length; band++) {
        third[band] = (float) random.nextGaussian() + (band < 8 ? murmur : 0);
      }
    }
    return new BeatSpectrum(thirds[0], thirds[1], thirds[2]);
  }
}
