package org.murmurstream.trainer.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Ear;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.data.circor.CircorFindings;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.data.sound.Circumstance;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.audio.SignalQualityMeter;
import org.murmurstream.trainer.result.Audience;
import org.murmurstream.trainer.result.DecisionCache;
import org.murmurstream.trainer.result.Ears;
import org.murmurstream.trainer.result.Measure;

/** By an ear that takes whatever is loud for a murmur. */
class StressTrialTest {

  private static final List<String> PATIENTS = List.of("11", "12", "13");

  @TempDir private Path data;
  private final AtomicInteger decided = new AtomicInteger();

  private final class LevelEar implements Ear {

    private final double threshold;

    LevelEar(double threshold) {
      this.threshold = threshold;
    }

    @Override
    public ModelIdentity identity() {
      return new ModelIdentity("level", "0".repeat(64), "0".repeat(64), true);
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch) {
      return batch.stream().map(LevelEar::evidence).toList();
    }

    private static Evidence evidence(SiteAudio audio) {
      Pcm pcm = audio.pcm();
      double sum = 0;
      for (short sample : pcm.samples()) {
        sum += sample * sample;
      }
      boolean carried = pcm.sampleRateHz() >= 2000;
      return new Evidence(
          audio.site(),
          new float[] {
            (float) Math.sqrt(sum / Math.max(1, pcm.samples().length)), (float) pcm.seconds()
          },
          SignalQualityMeter.measure(List.of(pcm)),
          carried,
          carried ? List.of() : List.of(Caution.NARROW_BAND));
    }

    @Override
    public Verdict decide(Collection<SiteEvidence> sites) {
      decided.incrementAndGet();
      SiteEvidence only = sites.iterator().next();
      var probabilities =
          only.embedding()[0] >= threshold
              ? new Probabilities(0.8, 0.1, 0.1)
              : new Probabilities(0.1, 0.1, 0.8);
      List<Flag> flags =
          only.embedding()[1] < 7
              ? List.of(
                  new Flag(
                      Caution.SHORT_SOUND,
                      List.of(
                          new Flag.Figure(
                              "seconds",
                              only.embedding()[1],
                              OptionalDouble.of(7),
                              OptionalDouble.empty()))))
              : List.of();
      var ruling = new Ruling(new DecisionRule(1, 1, 1, 0), Optional.empty(), flags, List.of());
      return new Verdict(
          probabilities,
          Map.of(only.site(), new Verdict.SiteShare(probabilities, 1)),
          ruling.cautions(probabilities),
          ruling,
          List.of());
    }

    @Override
    public void close() {}
  }

  /** A loud murmur, and two who have none. */
  @BeforeEach
  void writeRecordings() throws IOException {
    write("11", 900);
    write("12", 300);
    write("13", 300);
    Files.writeString(
        data.resolve("training_data.csv"), "Patient ID,Murmur\n11,Present\n12,Absent\n13,Absent\n");
  }

  @Test
  void shouldTellWhatBecomesOfVerdicts() {
    // When
    StressResult result =
        run(
            new StressTrial(
                List.of(
                    Circumstance.POLARITY,
                    Circumstance.HALF_LEVEL,
                    Circumstance.RUMBLE_7HZ_10DB_ABOVE,
                    Circumstance.FIRST_5S,
                    Circumstance.RATE_1000HZ),
                OptionalLong.empty()));

    // Then
    assertThat(result.asRecorded().changed()).isZero();
    assertThat(result.asRecorded().scores()).containsEntry(Measure.WACC, 1.0);
    Effect polarity = result.circumstances().get(0).effect();
    assertThat(polarity.toString()).isEqualTo(result.asRecorded().toString());
    Effect half = result.circumstances().get(1).effect();
    assertThat(half.changed()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(half.sickNewlyAbsent()).isEqualTo(1);
    assertThat(half.healthyNewlyPresent()).isZero();
    Effect rumble = result.circumstances().get(2).effect();
    assertThat(rumble.changed()).isCloseTo(2 / 3.0, within(1e-9));
    assertThat(rumble.healthyNewlyPresent()).isEqualTo(1);
    assertThat(rumble.sickNewlyAbsent()).isZero();
    Effect shorter = result.circumstances().get(3).effect();
    assertThat(shorter.changed()).isZero();
    assertThat(shorter.anyFlag()).isCloseTo(1, within(1e-9));
    assertThat(shorter.flagged()).containsOnlyKeys(Caution.SHORT_SOUND);
    Effect narrow = result.circumstances().get(4).effect();
    assertThat(narrow.notHeard()).isEqualTo(1);
    assertThat(narrow.healthyNewlyUnknown()).isEqualTo(1);
    assertThat(narrow.sickNewlyAbsent()).isZero();
  }

  @Test
  void shouldHearEachPatientByTheEarOfItsOwnFold() {
    // Given: whoever has an odd number is heard by one to whom everything is loud
    Ears folds =
        new Ears() {
          @Override
          public Ear of(String patientId) {
            return new LevelEar(Integer.parseInt(patientId) % 2 == 1 ? 0 : 1e9);
          }

          @Override
          public void close() {}
        };

    // When
    StressResult result =
        run(
            new StressTrial(List.of(Circumstance.HALF_LEVEL), OptionalLong.empty()),
            new Audience(() -> folds, 2, Optional.empty()));

    // Then: 11 and 13 are called Present, 12 Absent
    assertThat(result.asRecorded().scores().get(Measure.WACC)).isCloseTo(6 / 7.0, within(1e-9));
    assertThat(result.circumstances().get(0).effect().changed()).isZero();
  }

  @Test
  void shouldGoOnWithWhatWasKeptOfEachCondition() throws IOException {
    // Given
    var trial = new StressTrial(List.of(Circumstance.HALF_LEVEL), OptionalLong.of(1));
    StressResult uninterrupted = run(trial);
    var kept = Optional.of(new DecisionCache(data.resolve("cache"), "level"));
    run(
        new StressTrial(List.of(Circumstance.HALF_LEVEL), OptionalLong.empty()),
        new Audience(() -> Ears.all(new LevelEar(500)), 1, kept));
    decided.set(0);

    // When
    StressResult resumed = run(trial, new Audience(() -> Ears.all(new LevelEar(500)), 1, kept));

    // Then
    assertThat(decided).hasValue(PATIENTS.size());
    assertThat(json(resumed)).isEqualTo(json(uninterrupted));
  }

  @Test
  void shouldPrintATableAndALine() throws IOException {
    // Given
    StressResult result =
        run(
            new StressTrial(
                List.of(Circumstance.HALF_LEVEL, Circumstance.FIRST_5S), OptionalLong.of(3)));

    // When
    List<String> lines = new StressReport("level 1", result).lines();
    JsonNode json = new ObjectMapper().readTree(json(result));

    // Then
    assertThat(String.join("\n", lines))
        .contains("# level 1 under stress: 3 patients", "drawn by seed 3")
        .containsPattern("\\| as recorded +\\| 0.0 +\\| 0.0 +\\| 0.0 +\\| 0.0 +\\| 1.000 \\|")
        .containsPattern("\\| \\*a listener hears no difference\\* \\|")
        .containsPattern("\\| half_level +\\| 33.3 +\\| 100.0 +\\| 0.0 ")
        .containsPattern("\\| first_5s .*\\| 100.0 \\(short sound 100.0\\) \\|")
        .containsPattern("\\| through devices \\| [0-9.]+ ");
    assertThat(json.path("bundle").textValue()).isEqualTo("abc");
    assertThat(json.path("patients").intValue()).isEqualTo(3);
    assertThat(json.path("asRecorded").path("wacc").doubleValue()).isEqualTo(1);
    JsonNode half = json.path("circumstances").path("half_level");
    assertThat(half.path("group").textValue()).isEqualTo("same");
    assertThat(half.path("sickNewlyAbsent").doubleValue()).isEqualTo(1);
    assertThat(half.path("logLoss").isNumber()).isTrue();
    assertThat(half.path("aurocUnknown").isNull()).isTrue();
    assertThat(json.path("devices").path("seed").intValue()).isEqualTo(3);
  }

  private static String json(StressResult result) {
    return StressJson.line(Optional.of("abc"), result);
  }

  private StressResult run(StressTrial trial) {
    return run(trial, new Audience(() -> Ears.all(new LevelEar(500)), 2, Optional.empty()));
  }

  private StressResult run(StressTrial trial, Audience audience) {
    var steps = new AtomicInteger();
    StressResult result =
        trial.run(
            audience,
            CircorRecordings.find(data),
            PATIENTS,
            CircorFindings.read(data.resolve("training_data.csv")),
            steps::incrementAndGet);
    assertThat(steps).hasValue(PATIENTS.size() * trial.conditions());
    return result;
  }

  private void write(String patientId, double deviation) throws IOException {
    var random = new Random(Long.parseLong(patientId));
    var samples = new short[8 * 4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (deviation * random.nextGaussian());
    }
    WavFile.write(data.resolve(patientId + "_AV.wav"), new Pcm(4000, samples));
  }
}
