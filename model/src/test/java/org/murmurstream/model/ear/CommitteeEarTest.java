package org.murmurstream.model.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.SyntheticHeart;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.audio.Spectrogram;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.beats.HeartCycles;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.TinyCommittee;
import org.murmurstream.model.committee.CommitteeEvidence;
import org.murmurstream.model.committee.FrameSummary;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.SoundSummary;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.engine.Torch;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameOutputs;
import org.murmurstream.model.frames.FrameScorer;
import org.murmurstream.model.tensor.Tensor;

class CommitteeEarTest {

  private static final ModelBundle BUNDLE = TinyCommittee.create();
  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);

  private static Device device;
  private static Ear ear;

  @BeforeAll
  static void open() {
    device = Torch.start(TORCH);
    ear = BUNDLE.open(TORCH);
  }

  @AfterAll
  static void close() {
    ear.close();
  }

  @Test
  void shouldBeTheEarOfACommittee() {
    try (var opened = BUNDLE.open(TORCH)) {
      assertThat(opened).isInstanceOf(CommitteeEar.class);
    }
  }

  @Test
  void shouldRefuseHalfPrecision() {
    assertThatThrownBy(() -> BUNDLE.open(TORCH, Precision.HALF))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("tiny is a committee");
  }

  @Test
  void shouldKeepTheEvidenceOfEachFoldAndTheTokensOfAllNetworks() {
    // When
    Evidence hearing = listen(audio(AuscultationSite.PHC, heart(8, 1)));

    // Then
    assertThat(hearing.usable()).isTrue();
    assertThat(hearing.embedding()).hasSize(3 * TinyCommittee.ENCODER.embeddingWidth());
    assertThat(CommitteeEvidence.decode(hearing.detail()).folds()).hasSize(2);
  }

  @Test
  void shouldDecideFromWhatEachFoldsPartsSayByThemselves() {
    // Given: two recordings, and each fold's evidence made of its networks, trees and summaries
    List<Pcm> recordings = List.of(heart(8, 1), heart(11, 2));
    var first = new ArrayList<RecordingEvidence>();
    var second = new ArrayList<RecordingEvidence>();
    try (var frontEnd = new FrontEnd(TinyCommittee.FRONT_END, device)) {
      for (Pcm recording : recordings) {
        Spectrogram spectrogram = frontEnd.spectrogram(recording);
        first.add(
            evidence(
                recording,
                spectrogram,
                0.25f,
                mean(
                    outputs("fold-0-network-0", spectrogram),
                    outputs("fold-0-network-1", spectrogram))));
        second.add(
            evidence(recording, spectrogram, 0.75f, outputs("fold-1-network-0", spectrogram)));
      }
    }
    Probabilities one = TinyCommittee.regression().probabilities(PatientFeatures.of(first));
    Probabilities other = TinyCommittee.regression().probabilities(PatientFeatures.of(second));

    // When
    Verdict verdict =
        ear.decide(
            SitesApart.of(
                ear.listen(
                    List.of(
                        audio(AuscultationSite.AV, recordings.get(0)),
                        audio(AuscultationSite.PHC, recordings.get(1))))));

    // Then
    assertThat(verdict.probabilities().present())
        .isCloseTo((one.present() + other.present()) / 2, within(1e-4));
    assertThat(verdict.probabilities().unknown())
        .isCloseTo((one.unknown() + other.unknown()) / 2, within(1e-4));
    assertThat(one.present()).isNotCloseTo(other.present(), within(1e-4));
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
    assertThat(both.sites()).containsOnlyKeys(AuscultationSite.AV, AuscultationSite.TV);
    assertThat(both.sites().get(AuscultationSite.TV).alone()).isEqualTo(alone.probabilities());
    assertThat(both.sites().values())
        .allSatisfy(share -> assertThat(share.attention()).isEmpty())
        .allSatisfy(share -> assertThat(share.beats()).isPresent());
  }

  @Test
  void shouldGiveTheSameBytesWhateverTheBatchMates() {
    // Given
    var batch = new ArrayList<SiteAudio>();
    for (int i = 0; i < 5; i++) {
      batch.add(audio(AuscultationSite.AV, heart(3.5 + 2 * i, i)));
    }

    // When
    List<Evidence> together = ear.listen(batch);

    // Then
    for (int i = 0; i < batch.size(); i++) {
      assertThat(together.get(i))
          .usingRecursiveComparison()
          .isEqualTo(ear.listen(List.of(batch.get(i))).get(0));
    }
  }

  @Test
  void shouldGiveTheSameBytesWhenOpenedAgain() {
    // Given
    List<SiteAudio> batch = List.of(audio(AuscultationSite.AV, heart(6, 1)));
    List<Evidence> hearings = ear.listen(batch);

    // When / Then
    try (var again = BUNDLE.open(TORCH)) {
      List<Evidence> hearingsAgain = again.listen(batch);
      assertThat(hearingsAgain).usingRecursiveComparison().isEqualTo(hearings);
      assertThat(again.decide(SitesApart.of(hearingsAgain)))
          .isEqualTo(ear.decide(SitesApart.of(hearings)));
    }
  }

  @Test
  void shouldDecideTheSameOnRecordingsOfOneSiteAsOnThoseOfTwo() {
    // Given
    Evidence one = listen(audio(AuscultationSite.MV, heart(5, 1)));
    Evidence other = listen(audio(AuscultationSite.MV, heart(9, 2)));
    Evidence elsewhere = listen(audio(AuscultationSite.AV, heart(5, 1)));

    // When
    Verdict together = ear.decide(List.of(SiteEvidence.of(List.of(one, other))));

    // Then
    assertThat(together.probabilities())
        .isEqualTo(ear.decide(SitesApart.of(List.of(elsewhere, other))).probabilities());
  }

  @Test
  void shouldDecideTheSameInWhateverOrderSitesWereHeard() {
    // Given
    List<SiteEvidence> heard =
        hearings(AuscultationSite.AV, AuscultationSite.PV, AuscultationSite.PHC);
    List<SiteEvidence> otherwise = List.of(heard.get(2), heard.get(0), heard.get(1));

    // When / Then
    assertThat(ear.decide(otherwise)).isEqualTo(ear.decide(heard));
  }

  @Test
  void shouldLeaveOutRecordingsWithNothingToHear() {
    // Given
    SiteAudio good = audio(AuscultationSite.MV, heart(5, 1));
    Pcm silence = new Pcm(4000, new short[20_000]);
    Pcm blink = heart(0.01, 1);
    Pcm endless = new Pcm(1000, new short[1000 * 3601]);

    // When
    List<Evidence> heard =
        ear.listen(
            List.of(
                audio(AuscultationSite.AV, silence),
                audio(AuscultationSite.PV, blink),
                audio(AuscultationSite.TV, endless),
                good));

    // Then
    assertThat(heard).extracting(Evidence::usable).containsExactly(false, false, false, true);
    assertThat(heard.get(0).cautions()).contains(Caution.SILENT);
    assertThat(heard.get(1).cautions()).contains(Caution.TOO_SHORT);
    assertThat(heard.get(2).cautions()).contains(Caution.MODEL_FAILURE);
    assertThat(heard.subList(0, 3)).allMatch(hearing -> hearing.detail().length == 0);
    assertThat(ear.decide(SitesApart.of(heard)))
        .isEqualTo(ear.decide(SitesApart.of(heard.subList(3, 4))));
  }

  @Test
  void shouldAddUpTheCyclesOfASite() {
    // Given
    SiteEvidence heard = hearings(AuscultationSite.AV).get(0);
    CommitteeEvidence evidence = CommitteeEvidence.decode(heard.details().get(0));
    var early = new float[BeatSpectrum.BANDS];
    Arrays.fill(early, 1);
    var spectrum = new BeatSpectrum(early, early, early);
    var loud = new CommitteeEvidence(evidence.folds(), 7, Optional.of(spectrum));
    var quiet = new CommitteeEvidence(evidence.folds(), 0, Optional.empty());
    SiteEvidence site =
        new SiteEvidence(
            heard.site(),
            heard.embedding(),
            2,
            heard.quality(),
            true,
            List.of(),
            List.of(loud.encode(), quiet.encode(), loud.encode()));

    // When
    Verdict.SiteShare share = ear.decide(List.of(site)).sites().get(AuscultationSite.AV);

    // Then: 2.5, the deviation of the front end, in ln of power
    assertThat(share.beats().orElseThrow().usableCycles()).isEqualTo(14);
    assertThat(share.beats().orElseThrow().systolicExcess().orElseThrow().earlyDb())
        .allSatisfy(db -> assertThat(db).isCloseTo(10.857, within(1e-3)));
  }

  @Test
  void shouldRefuseToDecideOnNothingOrOnASiteTwiceOrOnWhatAnotherModelHeard() {
    // Given
    SiteEvidence hearing = hearings(AuscultationSite.AV).get(0);
    SiteEvidence foreign =
        new SiteEvidence(
            AuscultationSite.AV, new float[] {1}, 1, hearing.quality(), true, List.of(), List.of());

    // When / Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ear.decide(List.of()))
        .withMessageContaining("no usable site");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ear.decide(List.of(hearing, hearing)))
        .withMessageContaining("AV is there twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ear.decide(List.of(foreign)))
        .withMessageContaining("not heard by this committee");
  }

  @Test
  void shouldFailRatherThanHearWhenANetworksAnswerIsNotANumber() {
    // Given
    var weights = new LinkedHashMap<>(TinyCommittee.weights());
    Map<String, Tensor> broken = new LinkedHashMap<>(weights.get("fold-1-network-0"));
    broken.computeIfPresent("norm.weight", (name, tensor) -> overflowing(tensor));
    weights.put("fold-1-network-0", broken);
    ModelBundle bundle = ModelBundle.of(BUNDLE.config(), weights, "card");

    // When / Then
    try (var brokenEar = bundle.open(TORCH)) {
      assertThatThrownBy(() -> brokenEar.listen(List.of(audio(AuscultationSite.AV, heart(4, 1)))))
          .isInstanceOf(EarException.class);
    }
  }

  /** Weights that are numbers, but whose results are none. */
  private static Tensor overflowing(Tensor tensor) {
    var data = new float[tensor.data().length];
    Arrays.fill(data, Float.MAX_VALUE);
    return new Tensor(tensor.shape(), data);
  }

  private static FrameOutputs outputs(String network, Spectrogram spectrogram) {
    try (var scorer = new FrameScorer(TinyCommittee.NETWORK, BUNDLE.weights(network), device)) {
      return scorer.outputs(spectrogram);
    }
  }

  private static RecordingEvidence evidence(
      Pcm recording, Spectrogram spectrogram, float low, FrameOutputs outputs) {
    var beats = BeatSpectrum.of(HeartCycles.of(outputs), spectrogram);
    return new RecordingEvidence(
        FrameSummary.of(outputs, spectrogram.masked(), TinyCommittee.FRONT_END.frameSeconds()),
        SoundSummary.of(recording, spectrogram),
        beats.isPresent()
            ? OptionalDouble.of(TinyCommittee.forest(low).probability(beats.get().values()))
            : OptionalDouble.empty());
  }

  private static FrameOutputs mean(FrameOutputs one, FrameOutputs other) {
    var recording = new float[one.recording().length];
    for (int i = 0; i < recording.length; i++) {
      recording[i] =
          (float) Math.log((Math.exp(one.recording()[i]) + Math.exp(other.recording()[i])) / 2);
    }
    return new FrameOutputs(
        one.frames(),
        mean(one.states(), other.states()),
        mean(one.annotatable(), other.annotatable()),
        mean(one.murmur(), other.murmur()),
        recording);
  }

  private static float[] mean(float[] one, float[] other) {
    var mean = new float[one.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (one[i] + other[i]) / 2;
    }
    return mean;
  }

  private static List<SiteEvidence> hearings(AuscultationSite... sites) {
    var batch = new ArrayList<SiteAudio>();
    for (AuscultationSite site : sites) {
      batch.add(audio(site, heart(6, site.name().hashCode())));
    }
    return SitesApart.of(ear.listen(batch));
  }

  private static Evidence listen(SiteAudio audio) {
    return ear.listen(List.of(audio)).get(0);
  }

  private static SiteAudio audio(AuscultationSite site, Pcm recording) {
    return new SiteAudio(site, recording);
  }

  private static Pcm heart(double seconds, long seed) {
    return SyntheticHeart.calm().record(seconds, seed);
  }
}
