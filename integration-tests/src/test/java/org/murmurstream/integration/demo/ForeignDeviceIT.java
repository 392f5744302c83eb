package org.murmurstream.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.demo.Demo;
import org.murmurstream.cli.demo.DemoSettings;
import org.murmurstream.cli.demo.PlainView;
import org.murmurstream.cli.demo.Summary;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.data.circor.CircorWriter;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.schemas.Murmur;
import org.murmurstream.schemas.MurmurPrediction;
import org.murmurstream.schemas.Reason;
import org.murmurstream.schemas.ReasonCode;
import org.murmurstream.sim.Faults;
import org.murmurstream.sim.FleetSettings;

/**
 * The released model, where it looks at the sound: real recordings as they are, through another
 * stethoscope, between silence, and at a sample rate that carries nothing, all through the broker.
 */
class ForeignDeviceIT {

  private static final Path MODELS = Path.of("../models");

  /** Of the data set: one patient of each finding whose recordings were made as most were. */
  private static final List<String> PATIENTS = List.of("9979", "9983", "2530");

  private static final Set<ReasonCode> OF_SOUND =
      EnumSet.of(
          ReasonCode.UNFAMILIAR_SOUND,
          ReasonCode.COARSE_SOUND,
          ReasonCode.SHORT_SOUND,
          ReasonCode.DROPOUTS,
          ReasonCode.NARROW_BAND);

  @TempDir Path directory;

  private Path bundle;
  private CircorFolder recordings;

  @BeforeEach
  void find() throws IOException {
    String home = System.getenv("CIRCOR_HOME");
    assumeTrue(home != null, "CIRCOR_HOME is not set: no real recordings to hear");
    recordings = CircorFolder.open(Path.of(home));
    Optional<Path> doubting = doubting();
    assumeTrue(doubting.isPresent(), "no released model looks at the sound");
    bundle = doubting.get();
  }

  @Test
  void shouldDoubtWhatIsHeardThroughAnotherStethoscopeAndNothingElse() throws Exception {
    // Given
    Path data = directory.resolve("data");
    var writer = new CircorWriter(data);
    var rows = new ArrayList<Map<String, String>>();
    for (String patient : PATIENTS) {
      rows.add(writer.write(heard(patient, "1", Optional.empty())));
      rows.add(writer.write(heard(patient, "2", Optional.of(Circumstance.LOW_PASS_200HZ))));
      rows.add(
          writer.write(heard(patient, "3", Optional.of(Circumstance.SILENCE_5S_BEFORE_AND_AFTER))));
      rows.add(writer.write(heard(patient, "4", Optional.of(Circumstance.RATE_1000HZ))));
    }
    writer.writeTable(rows);

    // When
    Map<String, MurmurPrediction> answers = answers(data, rows.size());

    // Then
    for (String patient : PATIENTS) {
      MurmurPrediction ordinary = answers.get(patient + "1");
      MurmurPrediction foreign = answers.get(patient + "2");
      MurmurPrediction silent = answers.get(patient + "3");
      MurmurPrediction narrow = answers.get(patient + "4");

      assertThat(ordinary.getMurmur()).isNotNull();
      assertThat(ofSound(ordinary)).isEmpty();
      assertThat(ordinary.getRuling().getRegression()).isEqualTo("clean");
      assertThat(ordinary.getLimits()).isNotEmpty();

      assertThat(ofSound(foreign))
          .filteredOn(reason -> reason.getCode() == ReasonCode.UNFAMILIAR_SOUND)
          .singleElement()
          .satisfies(reason -> assertThat(reason.getFigures()).isNotEmpty());
      assertThat(foreign.getRuling().getRegression()).isEqualTo("flagged");
      assertThat(foreign.getMurmur()).isNotEqualTo(Murmur.ABSENT);

      assertThat(silent.getMurmur()).isEqualTo(ordinary.getMurmur());
      assertThat(ofSound(silent)).isEmpty();
      assertThat(silent.getProbabilities().getPresent())
          .isCloseTo(ordinary.getProbabilities().getPresent(), within(0.01));

      assertThat(narrow.getMurmur()).isNull();
      assertThat(narrow.getReasons())
          .allMatch(reason -> reason.getCode() == ReasonCode.NARROW_BAND)
          .isNotEmpty();
    }
  }

  /** Under an id of its own, for one folder holds a patient once. */
  private ExamRecordings heard(String patient, String suffix, Optional<Circumstance> through) {
    ExamRecordings exam = recordings.examine(patient, 1);
    return new ExamRecordings(
        ExamRecordings.idOf(patient + suffix, 1),
        patient + suffix,
        exam.recordings().stream().map(recording -> heard(recording, patient, through)).toList(),
        exam.diagnosis());
  }

  private static SiteRecording heard(
      SiteRecording recording, String patient, Optional<Circumstance> through) {
    String name = "%s_%s_%d".formatted(patient, recording.site(), recording.index());
    return new SiteRecording(
        recording.site(),
        recording.index(),
        through.map(by -> by.apply(recording.audio(), name)).orElse(recording.audio()),
        List.of());
  }

  private Map<String, MurmurPrediction> answers(Path data, int patients)
      throws InterruptedException {
    var settings =
        new DemoSettings(
            patients,
            Optional.of(data),
            1,
            new FleetSettings(1, 0, 2, Faults.NONE, 1),
            Map.of(
                "bundle",
                bundle.toString(),
                "health.port",
                "0",
                "health.address",
                "localhost",
                "torch.threads",
                "1"));
    var answers = new ArrayList<MurmurPrediction>();
    Summary summary =
        new Demo(settings, new PlainView(new PrintWriter(Writer.nullWriter())))
            .run(directory.resolve("demo"), answers::addAll, up -> {});
    assertThat(summary.problems()).isEmpty();
    return answers.stream().collect(Collectors.toMap(MurmurPrediction::getPatientId, a -> a));
  }

  private static List<Reason> ofSound(MurmurPrediction answer) {
    return answer.getReasons().stream()
        .filter(reason -> OF_SOUND.contains(reason.getCode()))
        .toList();
  }

  private static Optional<Path> doubting() throws IOException {
    try (Stream<Path> folders = Files.list(MODELS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("bundle.json")))
          .filter(folder -> ModelBundle.load(folder).config().doubts() != null)
          .sorted()
          .findFirst();
    }
  }
}
