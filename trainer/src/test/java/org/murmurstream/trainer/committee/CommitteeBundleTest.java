package org.murmurstream.trainer.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.Doubts;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.UserException;
import org.murmurstream.core.metrics.Bootstrap;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.ExamSource;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.model.audio.FrontEnd;
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.committee.CommitteeEvidence;
import org.murmurstream.model.committee.Forest;
import org.murmurstream.model.committee.LogisticRegression;
import org.murmurstream.model.committee.PatientFeatures;
import org.murmurstream.model.committee.RecordingEvidence;
import org.murmurstream.model.committee.Scrutiny;
import org.murmurstream.model.committee.SoundFigures;
import org.murmurstream.model.ear.CommitteeConfig;
import org.murmurstream.model.ear.ModelConfig;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.sites.Standardisation;
import org.murmurstream.trainer.frames.FeatureStore;
import org.murmurstream.trainer.frames.FinishedRun;
import org.murmurstream.trainer.frames.FrameSettings;
import org.murmurstream.trainer.frames.TestHearts;
import org.murmurstream.trainer.frames.TinyRun;
import org.murmurstream.trainer.recipe.BundleStep;
import org.murmurstream.trainer.run.ProgressWatch;
import org.murmurstream.trainer.run.RunFolder;
import org.murmurstream.trainer.run.RunRecord;

class CommitteeBundleTest {

  private static final TorchOptions TORCH = new TorchOptions(1, TorchOptions.Processor.CPU);
  private static final int FOLDS = 2;
  private static final double EQUAL = 1e-4;

  @TempDir private Path folder;

  private FrontEnd frontEnd;
  private FeatureStore features;

  @BeforeEach
  void open() throws IOException {
    frontEnd = FrontEnd.open(FrameSettings.FRONT_END, TORCH);
    features = new FeatureStore(folder.resolve("features"), frontEnd);
  }

  @AfterEach
  void close() {
    frontEnd.close();
  }

  @Test
  void shouldHearAndDecideInEachFoldAsTheTrainerDid() throws IOException {
    assertThat(beatsFoundWhereEarAndTrainerAgree(hearts())).isPositive();
  }

  @Test
  void shouldHearAndDecideRealRecordingsAsTheTrainerDid() throws IOException {
    // Given
    String home = System.getenv("CIRCOR_HOME");
    assumeTrue(home != null, "CIRCOR_HOME is not set: no real recordings to hear");

    // Then
    assertThat(beatsFoundWhereEarAndTrainerAgree(first(4, CircorFolder.open(Path.of(home)))))
        .isPositive();
  }

  @Test
  void shouldPutTheNetworksOfAllRunsIntoEachFold() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 1, 2);

    // When
    ModelBundle bundle = CommitteeBundle.of("heart", runs, decision(runs), List.of());

    // Then
    ModelConfig committee = bundle.config().model();
    assertThat(committee.parts().keySet())
        .containsExactly(
            "fold-0-network-0",
            "fold-0-network-1",
            "fold-0-beats",
            "fold-1-network-0",
            "fold-1-network-1",
            "fold-1-beats",
            "decision",
            "decision-flagged");
    assertThat(bundle.config().trained()).isTrue();
    assertThat(bundle.config().decision()).isEqualTo(new DecisionRule(5, 3, 1, 0.1));
    assertThat(bundle.weights("fold-1-network-1").get("head.frames.weight").data())
        .isEqualTo(runs.get(1).fold(1).weights().get("head.frames.weight").data());
  }

  @Test
  void shouldLetAFoldDecideByWhatWasFittedWithoutItsPatients() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 1);
    FittedDecision decision = decision(runs);

    // When
    ModelBundle ofFold = CommitteeBundle.ofFold("held-out", runs, decision, 1);

    // Then
    assertThat(ofFold.config().model().parts().keySet())
        .containsExactly("fold-0-network-0", "fold-0-beats", "decision", "decision-flagged");
    assertThat(ofFold.weights("fold-0-network-0").get("head.frames.weight").data())
        .isEqualTo(runs.get(0).fold(1).weights().get("head.frames.weight").data());
    assertThat(ofFold.weights("fold-0-beats").get("forest.value").data())
        .isEqualTo(stump(1).tensors().get("forest.value").data());
    assertThat(((CommitteeConfig) ofFold.config().model()).scrutiny())
        .isEqualTo(decision.heldOut().get(1).scrutiny());
  }

  @Test
  void shouldHearEachPatientByTheFoldThatHeldItOut() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 1);
    decision(runs).write(folder.resolve("run-1"));

    // When
    HeldOutEars.Models models = HeldOutEars.Models.of(folder.resolve("run-1"));

    // Then
    try (var ears = models.open(TORCH, Optional.empty())) {
      assertThat(ears.of("p0").identity()).isEqualTo(models.bundles().get(0).identity());
      assertThat(ears.of("p1").identity()).isEqualTo(models.bundles().get(1).identity());
      assertThat(ears.of("p2")).isSameAs(ears.of("p0"));
    }
  }

  @Test
  void shouldTellWhereItComesFrom() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 7);

    // When
    ModelBundle bundle = CommitteeBundle.of("heart", runs, decision(runs), List.of());

    // Then
    var lineage = bundle.config().lineage();
    assertThat(lineage.at("/foldsSha256").asText()).isEqualTo(runs.get(0).foldsDigest());
    assertThat(lineage.at("/runs/0/settings/training/seed").asInt()).isEqualTo(7);
    assertThat(lineage.at("/runs/0/training/optimiser/learningRate").asDouble()).isEqualTo(0.001);
    assertThat(lineage.at("/decision/scores/W.acc/estimate").asDouble()).isEqualTo(0.8);
    assertThat(bundle.identity())
        .isEqualTo(CommitteeBundle.of("heart", runs, decision(runs), List.of()).identity());
  }

  @Test
  void shouldWriteACardThatNamesFiguresFailuresAndLicence() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 7);

    // When
    String card =
        CommitteeBundle.of(
                "heart",
                runs,
                decision(runs),
                List.of("## By site\n\n| site |\n", "# Evaluation\n\n## By age\n"))
            .card();

    // Then
    assertThat(card)
        .contains("# heart", "Not a medical device", "(ODC-By) 1.0")
        .contains("Present weighs 5, Unknown 3, Absent 1", "| W.acc | 0.800 | 0.700 to 0.900 |")
        .contains("3 of the 10 patients with a murmur are called Absent, 2 Unknown")
        .contains("4 of the 30 patients without a murmur are called Present")
        .contains("\n## By site\n\n| site |\n", "\n## Evaluation\n\n### By age\n")
        .doesNotContain(folder.toString());
  }

  @Test
  void shouldNameTheManifestInsteadOfTheDataSetWhereAnArchiveWasReplayed() throws IOException {
    // Given
    runs(patients(), 7);
    var run = new RunFolder(folder.resolve("run-7"));
    new RunRecord("test", "17", 1, new RunRecord.OnFrames(2, 4, 0.1, 7, 6, 12, "d", "c0ffee"))
        .write(run);
    List<FinishedRun> runs = List.of(FinishedRun.open(run));

    // When
    String card = CommitteeBundle.of("heart", runs, decision(runs), List.of()).card();

    // Then
    assertThat(card)
        .contains("the SHA-256 of its manifest is `c0ffee`", "the recordings of one archive")
        .doesNotContain("CirCor", "(ODC-By)");
  }

  @Test
  void shouldRefuseARunThatIsNotFinishedNamingWhatIsMissing() throws IOException {
    // Given
    runs(patients(), 1);
    Files.delete(folder.resolve("run-1/fold-1/weights.safetensors"));

    // When / Then
    assertThatThrownBy(() -> FinishedRun.open(new RunFolder(folder.resolve("run-1"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run-1 is not finished: fold-1/weights.safetensors is missing");
  }

  @Test
  void shouldRefuseAFolderWithoutADecision() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 1);
    decision(runs).write(folder.resolve("decision"));
    Files.delete(folder.resolve("decision/fold-0/beats.safetensors"));

    // When / Then
    assertThatThrownBy(() -> FittedDecision.read(folder.resolve("decision")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fold-0/beats.safetensors is missing; let 'murmur decide' make it");
  }

  @Test
  void shouldRefuseADecisionThatWasFittedOnOtherNetworks() throws IOException {
    // Given
    List<FinishedRun> runs = runs(patients(), 1, 2);

    // When / Then
    assertThatThrownBy(
            () -> CommitteeBundle.of("heart", runs, decision(runs.subList(0, 1)), List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fitted on other networks than those of fold 0");
  }

  @Test
  void shouldRefuseRunsThatHeldOutOtherPatients() throws IOException {
    // Given
    runs(patients(), 1, 2);
    Path folds = folder.resolve("run-2/folds.csv");
    Files.writeString(folds, Files.readString(folds).replace("p0,0", "p0,1"));

    // When / Then
    assertThatThrownBy(
            () -> FinishedRun.open(List.of(folder.resolve("run-1"), folder.resolve("run-2"))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("have other folds");
  }

  @Test
  void shouldComeBackAsItWasFitted() throws IOException {
    // Given
    FittedDecision decision = decision(runs(patients(), 1));

    // When
    decision.write(folder.resolve("decision"));

    // Then
    FittedDecision read = FittedDecision.read(folder.resolve("decision"));
    assertThat(read).usingRecursiveComparison().isEqualTo(decision);
    assertThat(read.record().scores().keySet())
        .containsExactlyElementsOf(decision.record().scores().keySet());
  }

  @Test
  void shouldTellHowFarABundleHasCome() throws IOException {
    // Given
    decision(runs(patients(), 1)).write(folder.resolve("decision"));
    List<String> told = new ArrayList<>();
    var step =
        new BundleStep(
            List.of(folder.resolve("run-1")),
            folder.resolve("decision"),
            "heart",
            folder.resolve("bundle"),
            List.of(),
            (task, done, all, remark) -> told.add("%s %d/%d".formatted(task, done, all)));

    // When
    step.run();

    // Then
    assertThat(told).containsExactly("bundle 0/2", "bundle 1/2", "bundle 2/2");
    assertThat(step.isFinished()).isTrue();
  }

  /** Compares both ways from samples to probabilities; returns how many recordings had beats. */
  private long beatsFoundWhereEarAndTrainerAgree(ExamSource source) throws IOException {
    // Given
    List<FinishedRun> runs = runs(source, 1, 2);
    FittedDecision decision = decision(runs);
    List<LabelledEvidence> heard =
        new EvidenceReader(runs, features).read(source, ProgressWatch.NONE);
    ModelBundle bundle = CommitteeBundle.of("heart", runs, decision, List.of());
    var byPatient = heard.stream().collect(Collectors.groupingBy(r -> r.patient().patientId()));
    long beats = 0;
    try (Ear ear = bundle.open(TORCH)) {
      for (String patient : source.patientIds()) {
        // When
        List<Evidence> hearings = ear.listen(sites(source.examine(patient, 1)));

        // Then: what was heard in the patient's own fold
        int fold = byPatient.get(patient).get(0).fold();
        List<RecordingEvidence> served =
            hearings.stream()
                .map(evidence -> CommitteeEvidence.decode(evidence.detail()).folds().get(fold))
                .toList();
        List<RecordingEvidence> trained =
            byPatient.get(patient).stream().map(r -> r.evidence(stump(fold))).toList();
        float[] expected = PatientFeatures.of(trained);
        float[] actual = PatientFeatures.of(served);
        assertThat(actual).containsExactly(expected, within((float) EQUAL));
        Probabilities fitted = fit().clean().probabilities(expected);
        Probabilities deciding = fit().clean().probabilities(actual);
        assertThat(deciding.present()).isCloseTo(fitted.present(), within(EQUAL));
        assertThat(deciding.unknown()).isCloseTo(fitted.unknown(), within(EQUAL));
        beats += trained.stream().filter(evidence -> evidence.beats().isPresent()).count();
      }
    }
    return beats;
  }

  private static List<SiteAudio> sites(ExamRecordings exam) {
    return exam.recordings().stream()
        .map(recording -> new SiteAudio(recording.site(), recording.audio()))
        .toList();
  }

  private List<FinishedRun> runs(ExamSource source, long... seeds) throws IOException {
    var runs = new ArrayList<FinishedRun>();
    for (long seed : seeds) {
      runs.add(TinyRun.write(folder.resolve("run-" + seed), source, features, FOLDS, seed));
    }
    return runs;
  }

  private static FittedDecision decision(List<FinishedRun> runs) throws IOException {
    var networks = new ArrayList<List<String>>();
    for (int fold = 0; fold < FOLDS; fold++) {
      var digests = new ArrayList<String>();
      for (FinishedRun run : runs) {
        digests.add(run.fold(fold).digest());
      }
      networks.add(digests);
    }
    var interval = new Bootstrap.Interval(0.8, 0.7, 0.9);
    var record =
        new DecisionRecord(
            "test",
            networks,
            new DecisionRule(5, 3, 1, 0.1),
            new Doubts(Doubts.Policy.STRICT, 0.9, 0.5),
            4,
            45,
            Map.of("W.acc", interval, "recall UNKNOWN", interval),
            Map.of(
                MurmurClass.PRESENT, row(5, 1, 4),
                MurmurClass.UNKNOWN, row(2, 2, 6),
                MurmurClass.ABSENT, row(3, 2, 20)));
    return new FittedDecision(
        record,
        IntStream.range(0, FOLDS).mapToObj(fold -> stump(fold).tensors()).toList(),
        fit(),
        List.of(fit(), fit()));
  }

  private static Map<MurmurClass, Integer> row(int present, int unknown, int absent) {
    return Map.of(
        MurmurClass.PRESENT, present, MurmurClass.UNKNOWN, unknown, MurmurClass.ABSENT, absent);
  }

  /** One tree, which asks for a band of late systole. */
  private static Forest stump(int fold) {
    return new Forest(
        new int[] {0},
        new int[] {BeatSpectrum.SIZE - 1, -1, -1},
        new float[] {0.01f, 0, 0},
        new int[] {1, 0, 0},
        new int[] {2, 0, 0},
        new float[] {0, 0.25f, 0.75f - 0.1f * fold});
  }

  private static DecisionFit fit() {
    int features = PatientFeatures.size(SoundFigures.SOUND.size());
    return new DecisionFit(
        Scrutiny.of(Map.of("tilt1", new Scrutiny.Range(-100, 100))),
        regression(features),
        regression(features + SoundFigures.QUALITY.size()));
  }

  private static LogisticRegression regression(int features) {
    var random = new Random(5);
    var deviation = new float[features];
    Arrays.fill(deviation, 3);
    return new LogisticRegression(
        new Standardisation(new float[features], deviation),
        normal(3 * features, random),
        normal(3, random));
  }

  private static float[] normal(int size, Random random) {
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return values;
  }

  private static ExamSource first(int patients, ExamSource all) {
    return new ExamSource() {
      @Override
      public List<String> patientIds() {
        return all.patientIds().subList(0, patients);
      }

      @Override
      public ExamRecordings examine(String patientId, int visit) {
        return all.examine(patientId, visit);
      }
    };
  }

  /** Three patients of whom nothing was recorded. */
  private static ExamSource patients() {
    return new ExamSource() {
      @Override
      public List<String> patientIds() {
        return List.of("p0", "p1", "p2");
      }

      @Override
      public ExamRecordings examine(String patientId, int visit) {
        return new ExamRecordings(
            ExamRecordings.idOf(patientId, visit), patientId, List.of(), Optional.empty());
      }
    };
  }

  /** Three patients with a beating heart at two sites, one of them recorded twice. */
  private static ExamSource hearts() {
    return new ExamSource() {
      @Override
      public List<String> patientIds() {
        return List.of("p0", "p1", "p2");
      }

      @Override
      public ExamRecordings examine(String patientId, int visit) {
        int number = Integer.parseInt(patientId.substring(1));
        Diagnosis diagnosis = Diagnosis.of(patientId, MurmurClass.ABSENT);
        return new ExamRecordings(
            ExamRecordings.idOf(patientId, visit),
            patientId,
            List.of(
                new SiteRecording(
                    AuscultationSite.AV, 0, TestHearts.heart(5 + number, number), List.of()),
                new SiteRecording(
                    AuscultationSite.AV, 1, TestHearts.heart(4, 10 + number), List.of()),
                new SiteRecording(
                    AuscultationSite.PHC, 0, TestHearts.heart(9, 20 + number), List.of())),
            Optional.of(diagnosis));
      }
    };
  }
}
