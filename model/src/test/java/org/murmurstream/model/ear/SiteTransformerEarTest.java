package org.murmurstream.model.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.murmurstream.model.ear.SiteTransformerConfig.CLASSIFIER;
import static org.murmurstream.model.ear.SiteTransformerConfig.ENCODER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.SyntheticHeart;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.tensor.Tensor;

class SiteTransformerEarTest {

  private static final ModelBundle BUNDLE = UntrainedBundle.create(7);

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  private static Ear ear;

  @BeforeAll
  static void open() {
    ear = BUNDLE.open(TORCH);
  }

  @AfterAll
  static void close() {
    ear.close();
  }

  @Test
  void shouldHearAUsableSite() {
    // Given
    SiteAudio audio = audio(AuscultationSite.PV, heart(5, 1));

    // When
    Evidence hearing = ear.listen(List.of(audio)).get(0);

    // Then
    assertThat(hearing.site()).isEqualTo(AuscultationSite.PV);
    assertThat(hearing.usable()).isTrue();
    assertThat(hearing.embedding()).hasSize(M2dConfig.TINY_C.embeddingWidth());
    assertThat(hearing.cautions()).isEmpty();
    assertThat(hearing.quality().seconds()).isEqualTo(5);
  }

  @Test
  void shouldGiveTheSameBytesWhateverTheBatchMates() {
    // Given
    var batch = new ArrayList<SiteAudio>();
    for (int i = 0; i < 6; i++) {
      batch.add(audio(AuscultationSite.AV, heart(3.5 + i, i)));
    }

    // When
    List<Evidence> together = ear.listen(batch);

    // Then
    for (int i = 0; i < batch.size(); i++) {
      float[] alone = ear.listen(List.of(batch.get(i))).get(0).embedding();
      assertThat(together.get(i).embedding()).isEqualTo(alone);
    }
  }

  @Test
  void shouldGiveTheSameBytesWhenOpenedAgain() {
    // Given
    List<SiteAudio> batch = List.of(audio(AuscultationSite.AV, heart(6, 1)));
    List<Evidence> hearings = ear.listen(batch);
    Verdict verdict = ear.decide(SitesApart.of(hearings));

    // When / Then
    try (var again = BUNDLE.open(TORCH)) {
      List<Evidence> hearingsAgain = again.listen(batch);
      assertThat(hearingsAgain.get(0).embedding()).isEqualTo(hearings.get(0).embedding());
      assertThat(again.decide(SitesApart.of(hearingsAgain))).isEqualTo(verdict);
    }
  }

  @Test
  void shouldHearTheSameBytesWithAnotherEar() {
    // Given
    List<SiteAudio> batch = List.of(audio(AuscultationSite.AV, heart(6, 1)));
    List<Evidence> hearings = ear.listen(batch);
    Verdict verdict = ear.decide(SitesApart.of(hearings));

    // When / Then
    try (Ear another = ear.another().orElseThrow()) {
      assertThat(another.listen(batch).get(0).embedding()).isEqualTo(hearings.get(0).embedding());
      assertThat(another.decide(SitesApart.of(hearings))).isEqualTo(verdict);
    }
    assertThat(ear.listen(batch).get(0).embedding()).isEqualTo(hearings.get(0).embedding());
  }

  @Test
  void shouldNotHearASiteWithNothingToHear() {
    // Given
    Pcm silence = new Pcm(4000, new short[20_000]);
    Pcm blink = heart(0.01, 1);
    Pcm empty = new Pcm(4000, new short[0]);

    // When
    List<Evidence> hearings =
        ear.listen(
            List.of(
                audio(AuscultationSite.AV, silence),
                audio(AuscultationSite.PV, blink),
                audio(AuscultationSite.TV, empty),
                audio(AuscultationSite.MV, heart(5, 1))));

    // Then
    assertThat(hearings).extracting(Evidence::usable).containsExactly(false, false, false, true);
    assertThat(hearings.get(0).cautions()).contains(Caution.SILENT);
    assertThat(hearings.get(1).cautions()).contains(Caution.TOO_SHORT);
    assertThat(hearings.get(2).cautions()).contains(Caution.TOO_SHORT, Caution.SILENT);
    assertThat(hearings.subList(0, 3)).allMatch(hearing -> hearing.embedding().length == 0);
  }

  @Test
  void shouldRefuseOnlyTheSitesWhoseRecordingsAreTooLongOrOfAnImpossibleRate() {
    // Given
    SiteAudio good = audio(AuscultationSite.MV, heart(5, 1));
    Pcm endless = new Pcm(1000, noise(1000 * 3601));
    Pcm slow = new Pcm(500, noise(500 * 5));

    // When
    List<Evidence> hearings =
        ear.listen(
            List.of(audio(AuscultationSite.AV, endless), audio(AuscultationSite.PV, slow), good));

    // Then
    assertThat(hearings).extracting(Evidence::usable).containsExactly(false, false, true);
    assertThat(hearings.subList(0, 2))
        .allSatisfy(refused -> assertThat(refused.cautions()).contains(Caution.MODEL_FAILURE));
    assertThat(hearings.get(2).cautions()).isEmpty();
    assertThat(hearings.get(2).embedding()).isEqualTo(ear.listen(List.of(good)).get(0).embedding());
  }

  @Test
  void shouldRefuseHalfPrecisionOnTheCpu() {
    assertThatThrownBy(() -> BUNDLE.open(TORCH, Precision.HALF))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("half precision needs a GPU");
  }

  @Test
  void shouldHearNothingInAnEmptyBatch() {
    assertThat(ear.listen(List.of())).isEmpty();
  }

  @Test
  void shouldDecideWithTheShareOfEachSite() {
    // Given
    List<SiteEvidence> heard = hearings(AuscultationSite.AV, AuscultationSite.MV);

    // When
    Verdict verdict = ear.decide(heard);

    // Then
    assertThat(verdict.sites()).containsOnlyKeys(AuscultationSite.AV, AuscultationSite.MV);
    assertThat(
            verdict.sites().values().stream()
                .mapToDouble(share -> share.attention().orElseThrow())
                .sum())
        .isCloseTo(1, within(1e-9));
    assertThat(verdict.cautions()).endsWith(Caution.UNTRAINED_MODEL);
    assertThat(verdict.murmur())
        .isEqualTo(BUNDLE.config().decision().decide(verdict.probabilities()));
  }

  @Test
  void shouldGiveAsASitesOwnAnswerTheVerdictOnItAlone() {
    // Given
    List<SiteEvidence> heard = hearings(AuscultationSite.AV, AuscultationSite.TV);

    // When
    Verdict both = ear.decide(heard);
    Verdict alone = ear.decide(heard.subList(1, 2));

    // Then
    assertThat(both.sites().get(AuscultationSite.TV).alone().present())
        .isCloseTo(alone.probabilities().present(), within(1e-6));
    assertThat(alone.sites().get(AuscultationSite.TV).attention()).hasValue(1);
  }

  @Test
  void shouldDecideTheSameInWhateverOrderSitesWereHeard() {
    // Given
    List<SiteEvidence> heard =
        hearings(AuscultationSite.AV, AuscultationSite.PV, AuscultationSite.MV);
    List<SiteEvidence> otherwise = List.of(heard.get(2), heard.get(0), heard.get(1));

    // When / Then
    assertThat(ear.decide(otherwise)).isEqualTo(ear.decide(heard));
  }

  @Test
  void shouldIgnoreUnusableSitesInADecision() {
    // Given
    List<SiteEvidence> heard = hearings(AuscultationSite.AV, AuscultationSite.PV);
    SiteEvidence silent =
        SitesApart.of(
                ear.listen(List.of(audio(AuscultationSite.TV, new Pcm(4000, new short[20_000])))))
            .get(0);

    // When / Then
    assertThat(ear.decide(List.of(heard.get(0), silent, heard.get(1))))
        .isEqualTo(ear.decide(heard));
  }

  @Test
  void shouldIgnoreOtherPlacesWhereAKnownSiteWasHeard() {
    // Given
    List<SiteEvidence> heard = hearings(AuscultationSite.AV, AuscultationSite.PHC);

    // When / Then
    assertThat(ear.decide(heard)).isEqualTo(ear.decide(heard.subList(0, 1)));
  }

  @Test
  void shouldHearAnotherPlaceAsTheMitralValveWhereNothingElseWasHeard() {
    // Given
    Pcm recording = heart(5, 1);
    List<SiteEvidence> heard =
        SitesApart.of(
            ear.listen(
                List.of(
                    audio(AuscultationSite.PHC, recording),
                    audio(AuscultationSite.MV, recording))));

    // When
    Verdict verdict = ear.decide(heard.subList(0, 1));

    // Then
    assertThat(verdict.sites()).containsOnlyKeys(AuscultationSite.PHC);
    assertThat(verdict.probabilities()).isEqualTo(ear.decide(heard.subList(1, 2)).probabilities());
  }

  @Test
  void shouldRefuseToDecideOnNothingOrOnASiteTwice() {
    // Given
    SiteEvidence hearing = hearings(AuscultationSite.AV).get(0);

    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ear.decide(List.of()))
        .withMessageContaining("no usable site");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ear.decide(List.of(hearing, hearing)))
        .withMessageContaining("AV is there twice");
  }

  @Test
  void shouldFailRatherThanDecideWhenAnAnswerIsNotANumber() {
    // Given
    Map<String, Tensor> broken = new LinkedHashMap<>(BUNDLE.weights(CLASSIFIER));
    broken.computeIfPresent("heads.1.weight", SiteTransformerEarTest::overflowing);
    ModelBundle bundle =
        ModelBundle.of(
            BUNDLE.config(),
            Map.of(ENCODER, BUNDLE.weights(ENCODER), CLASSIFIER, broken),
            BUNDLE.card());
    List<SiteEvidence> heard = hearings(AuscultationSite.AV);

    // When / Then
    try (var brokenEar = bundle.open(TORCH)) {
      assertThatThrownBy(() -> brokenEar.decide(heard))
          .isInstanceOf(EarException.class)
          .hasMessageContaining("not a number");
    }
  }

  @Test
  void shouldFailRatherThanHearWhenTheEncodersAnswerIsNotANumber() {
    // Given
    Map<String, Tensor> broken = new LinkedHashMap<>(BUNDLE.weights(ENCODER));
    broken.computeIfPresent("norm.weight", SiteTransformerEarTest::overflowing);
    ModelBundle bundle =
        ModelBundle.of(
            BUNDLE.config(),
            Map.of(ENCODER, broken, CLASSIFIER, BUNDLE.weights(CLASSIFIER)),
            BUNDLE.card());

    // When / Then
    try (var brokenEar = bundle.open(TORCH)) {
      assertThatThrownBy(() -> brokenEar.listen(List.of(audio(AuscultationSite.AV, heart(4, 1)))))
          .isInstanceOf(EarException.class);
    }
  }

  /** Weights that are numbers, but whose results are none. */
  private static Tensor overflowing(String name, Tensor tensor) {
    var data = new float[tensor.data().length];
    Arrays.fill(data, Float.MAX_VALUE);
    return new Tensor(tensor.shape(), data);
  }

  private static List<SiteEvidence> hearings(AuscultationSite... sites) {
    var batch = new ArrayList<SiteAudio>();
    for (AuscultationSite site : sites) {
      batch.add(audio(site, heart(4, site.name().hashCode())));
    }
    return SitesApart.of(ear.listen(batch));
  }

  private static SiteAudio audio(AuscultationSite site, Pcm recording) {
    return new SiteAudio(site, recording);
  }

  private static Pcm heart(double seconds, long seed) {
    return SyntheticHeart.calm().record(seconds, seed);
  }

  private static short[] noise(int length) {
    var samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) (1000 * ((i * 7) % 11));
    }
    return samples;
  }
}
