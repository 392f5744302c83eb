package org.murmurstream.model.ear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.UserException;
import org.murmurstream.core.Verdict;
import org.murmurstream.model.audio.FrontEndConfig;
import org.murmurstream.model.audio.QualityThresholds;
import org.murmurstream.model.bundle.BundleConfig;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.TinyCommittee;
import org.murmurstream.model.committee.CommitteeEvidence;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.encoder.Precision;
import org.murmurstream.model.encoder.m2d.M2dConfig;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.frames.FrameNetworkConfig;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.model.tensor.Tensor;

/** A committee that brings recordings to one level and looks at their sound. */
class LevelCommitteeEarTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final FrameNetworkConfig NETWORK =
      FrameNetworkConfig.on(
          new M2dConfig(
              M2dConfig.Stem.CONVOLUTION,
              M2dConfig.Positions.SIN_COS,
              48,
              64,
              48,
              8,
              16,
              1,
              2,
              2,
              1e-6));

  /** Regressions that always say the same: Absent, for recordings as they were made. */
  private static final float[] SURE_ABSENT = {0, 0, 3};

  private static final float[] LESS_SURE = {0, 0, 2.5f};
  private static final String LIMIT = "Not heard: the sea.";

  private static ModelBundle bundle;
  private static Ear ear;

  @BeforeAll
  static void open() {
    bundle = bundle(Map.of("tilt1", new Scrutiny.Range(-8, 8)));
    ear = bundle.open(TORCH);
  }

  @AfterAll
  static void close() {
    ear.close();
  }

  @Test
  void shouldLetTheCleanRegressionSpeakWhereNothingIsFlagged() {
    // When
    Verdict verdict = decide(ear, heart(12, 1));

    // Then
    assertThat(verdict.murmur()).isEqualTo(MurmurClass.ABSENT);
    assertThat(verdict.ruling().regression()).contains(Ruling.CLEAN);
    assertThat(verdict.ruling().flags()).isEmpty();
    assertThat(verdict.cautions()).doesNotContain(Caution.UNFAMILIAR_SOUND);
    assertThat(verdict.limits()).containsExactly(LIMIT);
    assertThat(verdict.probabilities().absent()).isCloseTo(share(SURE_ABSENT), within(1e-6));
  }

  @Test
  void shouldCallNobodyAbsentThroughUnfamiliarSoundUnlessThePolicyIsConfident() {
    // Given
    ModelBundle narrow = bundle(Map.of("tilt1", new Scrutiny.Range(-0.001, 0.001)));
    Pcm recording = heart(12, 1);
    try (var strict = narrow.open(TORCH);
        var confident =
            narrow.open(TORCH, Precision.SINGLE, Optional.of(Doubts.Policy.CONFIDENT))) {
      // When
      Verdict byDefault = decide(strict, recording);
      Verdict trusted = decide(confident, recording);

      // Then
      assertThat(byDefault.murmur()).isEqualTo(MurmurClass.UNKNOWN);
      assertThat(byDefault.ruling().regression()).contains(Ruling.FLAGGED);
      assertThat(byDefault.cautions()).contains(Caution.UNFAMILIAR_SOUND, Caution.ABSENT_DOUBTED);
      assertThat(byDefault.ruling().flags())
          .singleElement()
          .satisfies(
              flag -> assertThat(flag.figures()).extracting(Flag.Figure::name).contains("tilt1"));
      assertThat(trusted.probabilities()).isEqualTo(byDefault.probabilities());
      assertThat(trusted.probabilities().absent()).isCloseTo(share(LESS_SURE), within(1e-6));
      // Less sure than 0.9, so it does not stand either; but the reason is another limit.
      assertThat(trusted.murmur()).isEqualTo(MurmurClass.UNKNOWN);
      assertThat(trusted.ruling().doubts()).isNotEqualTo(byDefault.ruling().doubts());
    }
  }

  @Test
  void shouldHearTheSameWhateverTheLevelThePolarityAndTheSilenceAround() {
    // Given
    Pcm recording = heart(12, 1);
    CommitteeEvidence expected = evidence(recording);

    // When, Then
    for (Pcm other :
        List.of(
            changed(recording, sample -> -sample),
            changed(recording, sample -> sample / 4 * 2),
            surrounded(recording, 5))) {
      CommitteeEvidence heard = evidence(other);
      for (int fold = 0; fold < heard.folds().size(); fold++) {
        assertThat(heard.folds().get(fold).sound().values())
            .containsExactly(expected.folds().get(fold).sound().values(), within(0.05f));
        assertThat(heard.folds().get(fold).frames().murmur())
            .isCloseTo(expected.folds().get(fold).frames().murmur(), within(0.01));
      }
    }
  }

  @Test
  void shouldFlagCoarseShortAndBrokenSound() {
    // When
    List<Caution> coarse =
        flags(changed(heart(12, 1), sample -> Math.round(sample / 4096f) * 4096));
    List<Caution> little = flags(heart(5, 1));
    List<Caution> broken = flags(withDropouts(heart(12, 1)));

    // Then
    assertThat(coarse).contains(Caution.COARSE_SOUND);
    assertThat(little).contains(Caution.SHORT_SOUND);
    assertThat(broken).contains(Caution.DROPOUTS);
  }

  @Test
  void shouldNotUseARecordingWhoseRateCannotCarryTheBand() {
    // When
    Evidence narrow = listen(new Pcm(1000, heart(12, 1).samples()));
    Evidence justSo = listen(new Pcm(2000, heart(12, 1).samples()));

    // Then
    assertThat(narrow.usable()).isFalse();
    assertThat(narrow.cautions()).contains(Caution.NARROW_BAND);
    assertThat(justSo.usable()).isTrue();
  }

  @Test
  void shouldUseWhatStaysOfARecordingThatIsMostlySilent() {
    // When
    Evidence mostlySilent = listen(surrounded(heart(8, 1), 20));
    Evidence silent = listen(new Pcm(4000, new short[40_000]));
    Evidence tooLittle = listen(surrounded(heart(2, 1), 3));

    // Then
    assertThat(mostlySilent.usable()).isTrue();
    assertThat(mostlySilent.cautions()).doesNotContain(Caution.SILENT);
    assertThat(silent.usable()).isFalse();
    assertThat(silent.cautions()).contains(Caution.SILENT);
    assertThat(tooLittle.usable()).isFalse();
    assertThat(tooLittle.cautions()).contains(Caution.TOO_SHORT);
  }

  @Test
  void shouldHearTheSameBytesWithAnotherEarOnAnotherThreadAtTheSameTime() {
    // Given
    List<SiteAudio> recordings =
        IntStream.range(0, 6)
            .mapToObj(i -> new SiteAudio(AuscultationSite.MV, heart(6 + i, i)))
            .toList();
    List<byte[]> expected = details(ear, recordings);

    // When
    try (Ear another = ear.another().orElseThrow()) {
      CompletableFuture<List<byte[]>> there =
          CompletableFuture.supplyAsync(() -> details(another, recordings));
      List<byte[]> here = details(ear, recordings);

      // Then
      assertThat(here).containsExactlyElementsOf(expected);
      assertThat(there.join()).containsExactlyElementsOf(expected);
    }
    assertThat(details(ear, recordings)).as("its weights are there still").hasSize(6);
  }

  private static List<byte[]> details(Ear by, List<SiteAudio> recordings) {
    return recordings.stream().map(one -> by.listen(List.of(one)).get(0).detail()).toList();
  }

  @Test
  void shouldRefuseAPolicyOfABundleThatKnowsNoDoubt() {
    assertThatThrownBy(
            () ->
                TinyCommittee.create()
                    .open(TORCH, Precision.SINGLE, Optional.of(Doubts.Policy.STRICT)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("knows no doubt");
  }

  private static List<Caution> flags(Pcm recording) {
    return decide(ear, recording).ruling().flags().stream().map(Flag::caution).toList();
  }

  private static CommitteeEvidence evidence(Pcm recording) {
    return CommitteeEvidence.decode(listen(recording).detail());
  }

  private static Evidence listen(Pcm recording) {
    return ear.listen(List.of(new SiteAudio(AuscultationSite.AV, recording))).get(0);
  }

  private static Verdict decide(Ear by, Pcm recording) {
    return by.decide(
        SitesApart.of(by.listen(List.of(new SiteAudio(AuscultationSite.AV, recording)))));
  }

  private interface Change {
    int of(int sample);
  }

  private static Pcm changed(Pcm recording, Change change) {
    var samples = recording.samples().clone();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.max(-32_768, Math.min(32_767, change.of(samples[i])));
    }
    return new Pcm(recording.sampleRateHz(), samples);
  }

  private static Pcm surrounded(Pcm recording, int seconds) {
    int silence = seconds * recording.sampleRateHz();
    var samples = new short[recording.samples().length + 2 * silence];
    System.arraycopy(recording.samples(), 0, samples, silence, recording.samples().length);
    return new Pcm(recording.sampleRateHz(), samples);
  }

  private static Pcm withDropouts(Pcm recording) {
    var samples = recording.samples().clone();
    for (int from = 2000; from + 400 < samples.length; from += 4000) {
      Arrays.fill(samples, from, from + 400, (short) 0);
    }
    return new Pcm(recording.sampleRateHz(), samples);
  }

  /** Bursts of a 60-Hz tone over noise, 90 times a minute. */
  private static Pcm heart(int seconds, long seed) {
    var random = new Random(seed);
    var samples = new short[seconds * 4000];
    for (int i = 0; i < samples.length; i++) {
      double time = i % 2667 / 4000.0;
      double tone = Math.exp(-20 * time) * Math.sin(2 * Math.PI * 60 * time);
      samples[i] = (short) (10_000 * tone + 400 * random.nextGaussian());
    }
    return new Pcm(4000, samples);
  }

  private static ModelBundle bundle(Map<String, Scrutiny.Range> colour) {
    var member = new CommitteeConfig.Member(List.of(NETWORK));
    var config =
        new BundleConfig(
            BundleConfig.FORMAT_VERSION,
            "tiny",
            true,
            FrontEndConfig.HEART_LEVEL,
            new CommitteeConfig(List.of(member, member), Scrutiny.of(colour)),
            QualityThresholds.DEFAULT,
            new DecisionRule(4.5, 6, 1, 0.1),
            Doubts.standard(Doubts.Policy.STRICT),
            List.of(LIMIT),
            JsonNodeFactory.instance.objectNode());
    int features = PatientFeatures.size(SoundFigures.SOUND.size());
    var weights = new LinkedHashMap<String, Map<String, Tensor>>();
    for (int fold = 0; fold < 2; fold++) {
      weights.put(CommitteeConfig.network(fold, 0), NETWORK.seeded(fold));
      weights.put(CommitteeConfig.beats(fold), TinyCommittee.forest(0.25f).tensors());
    }
    weights.put(CommitteeConfig.DECISION, constant(features, SURE_ABSENT).tensors());
    weights.put(
        CommitteeConfig.FLAGGED_DECISION,
        constant(features + SoundFigures.QUALITY.size(), LESS_SURE).tensors());
    return ModelBundle.of(config, weights, "# Tiny\n");
  }

  private static LogisticRegression constant(int features, float[] bias) {
    var deviation = new float[features];
    Arrays.fill(deviation, 1);
    return new LogisticRegression(
        new Standardisation(new float[features], deviation),
        new float[MurmurClass.values().length * features],
        bias);
  }

  /** The probability of Absent where only the biases speak. */
  private static double share(float[] bias) {
    double sum = 0;
    for (float one : bias) {
      sum += Math.exp(one);
    }
    return Math.exp(bias[2]) / sum;
  }
}
