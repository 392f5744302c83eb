package org.murmurstream.trainer.sites;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.LabelledPatient;
import org.murmurstream.model.sites.ClassifierConfig;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.trainer.learning.TokenBatch;

class TokenTableTest {

  private static final int FEATURES = 10;
  private static final int SITES = 4;
  private static final ClassifierConfig CONFIG = ClassifierConfig.standard(FEATURES);

  @Test
  void shouldAverageWindowsThenRecordingsOfASite() {
    // Given
    EmbeddedPatient patient =
        patient(
            recording(AuscultationSite.AV, 1, 3),
            recording(AuscultationSite.AV, 6),
            recording(AuscultationSite.PHC, 100));

    // Then
    assertThat(patient.tokens(CONFIG.sites())).containsOnlyKeys(AuscultationSite.AV);
    assertThat(patient.tokens(CONFIG.sites()).get(AuscultationSite.AV)).containsOnly(4);
  }

  @Test
  void shouldTakeAnyOtherPlaceForMvWhereNothingElseWasHeard() {
    // Given
    EmbeddedPatient patient = patient(recording(AuscultationSite.PHC, 5));

    // Then
    assertThat(patient.tokens(CONFIG.sites()).get(AuscultationSite.MV)).containsOnly(5);
  }

  @Test
  void shouldStandardiseByThePatientsItIsGiven() {
    // Given
    EmbeddedPatient one = patient(recording(AuscultationSite.AV, 1));
    EmbeddedPatient other = patient(recording(AuscultationSite.MV, 3));

    // When
    Standardisation standardisation =
        TokenTable.standardisation(CONFIG.sites(), List.of(one, other));
    TokenBatch batch = new TokenTable(CONFIG, standardisation, List.of(one)).all();

    // Then
    assertThat(standardisation.mean()).containsOnly(2);
    assertThat(standardisation.deviation()).containsOnly(1);
    assertThat(batch.present()).containsExactly(1, 0, 0, 0);
    assertThat(batch.tokens()[0]).isEqualTo(-1);
    assertThat(batch.tokens()[FEATURES]).isZero();
    assertThat(batch.labels()).containsExactly(CONFIG.classes().indexOf(MurmurClass.PRESENT));
  }

  @Test
  void shouldHideAFifthOfTheFeaturesAndOneSiteAtMostAndNeverTheLastSite() {
    // Given one patient heard everywhere and one heard at a single site, all values 1
    EmbeddedPatient everywhere =
        patient(
            recording(AuscultationSite.AV, 1),
            recording(AuscultationSite.PV, 1),
            recording(AuscultationSite.TV, 1),
            recording(AuscultationSite.MV, 1));
    EmbeddedPatient once = patient(recording(AuscultationSite.TV, 1));
    var table = new TokenTable(CONFIG, plain(), List.of(everywhere, once));
    var random = new Random(1);
    int hiddenSites = 0;
    int hiddenBands = 0;

    for (int draw = 0; draw < 200; draw++) {
      // When
      TokenBatch batch = table.augmented(List.of(0, 1), random);

      // Then
      float[] present = batch.present();
      int sites = (int) IntStream.range(0, SITES).filter(site -> present[site] == 1).count();
      assertThat(sites).isBetween(3, 4);
      assertThat(present[SITES + 2]).isEqualTo(1);
      hiddenSites += 4 - sites;
      int hidden = 0;
      for (int i = 0; i < FEATURES; i++) {
        hidden += batch.tokens()[(SITES + 2) * FEATURES + i] == 0 ? 1 : 0;
      }
      assertThat(hidden).isLessThanOrEqualTo(2);
      hiddenBands += hidden > 0 ? 1 : 0;
      for (int site = 0; site < SITES; site++) {
        if (present[site] == 0) {
          int from = site * FEATURES;
          assertThat(IntStream.range(from, from + FEATURES).map(i -> (int) batch.tokens()[i]))
              .containsOnly(0);
        }
      }
    }
    assertThat(hiddenSites).isBetween(70, 130);
    assertThat(hiddenBands).isBetween(40, 100); // half of the draws, less those of no width
    assertThat(table.all().tokens()[0]).isEqualTo(1);
  }

  private static Standardisation plain() {
    var ones = new float[FEATURES];
    Arrays.fill(ones, 1);
    return new Standardisation(new float[FEATURES], ones);
  }

  private static EmbeddedPatient patient(EmbeddedPatient.Recording... recordings) {
    return new EmbeddedPatient(
        new LabelledPatient("p", "p", MurmurClass.PRESENT), List.of(recordings));
  }

  /** Windows whose features all have one value. */
  private static EmbeddedPatient.Recording recording(AuscultationSite site, float... values) {
    return new EmbeddedPatient.Recording(
        site,
        IntStream.range(0, values.length)
            .mapToObj(
                window -> {
                  var embedding = new float[FEATURES];
                  Arrays.fill(embedding, values[window]);
                  return embedding;
                })
            .toList());
  }
}
