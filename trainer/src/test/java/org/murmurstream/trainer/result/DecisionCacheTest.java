package org.murmurstream.trainer.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Caution;
import org.murmurstream.core.DecisionRule;
import org.murmurstream.core.Ear;
import org.murmurstream.core.EarException;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.Probabilities;
import org.murmurstream.core.Ruling;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.data.circor.CircorRecordings;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.audio.SignalQualityMeter;

/** Evaluations that are interrupted, by an ear that counts whom it hears. */
class DecisionCacheTest {

  private static final List<String> PATIENTS = List.of("11", "12", "13", "14");
  private static final String MODEL = "digest of a model";
  private static final Flag.Figure SECONDS =
      new Flag.Figure("seconds", 20 / 3.0, OptionalDouble.of(7), OptionalDouble.empty());

  @TempDir private Path folder;
  private Path data;
  private Path cache;
  private final AtomicInteger decided = new AtomicInteger();

  /** Its probabilities depend on the first sample, to the last digit. */
  private final class CountingEar implements Ear {

    private final int end;

    /**
     * @param end number of patients after whom the program dies
     */
    CountingEar(int end) {
      this.end = end;
    }

    @Override
    public ModelIdentity identity() {
      return new ModelIdentity("counting", "0".repeat(64), "0".repeat(64), true);
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch) {
      return batch.stream().map(CountingEar::hearing).toList();
    }

    private static Evidence hearing(SiteAudio audio) {
      float first = audio.pcm().samples()[0];
      return new Evidence(
          audio.site(),
          new float[] {first},
          SignalQualityMeter.measure(List.of(audio.pcm())),
          true,
          List.of());
    }

    @Override
    public Verdict decide(Collection<SiteEvidence> heard) {
      if (decided.getAndIncrement() == end) {
        throw new OutOfMemoryError("the end of the program");
      }
      SiteEvidence only = heard.iterator().next();
      if (only.embedding()[0] == 666) {
        throw new EarException("the model fails");
      }
      double present = 1 / (3.0 + only.embedding()[0]);
      var probabilities = new Probabilities(present, present / 7, 1 - present * 8 / 7);
      return new Verdict(
          probabilities,
          Map.of(only.site(), new Verdict.SiteShare(probabilities, 1)),
          List.of(Caution.SHORT_SOUND),
          new Ruling(
              new DecisionRule(1, 1000, 1, 0),
              Optional.of(Ruling.FLAGGED),
              List.of(new Flag(Caution.SHORT_SOUND, List.of(SECONDS))),
              List.of()),
          List.of());
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void writeRecordings() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
    cache = folder.resolve("cache");
    for (String patientId : PATIENTS) {
      write(patientId, Short.parseShort(patientId));
    }
    Files.write(data.resolve("13_AV.wav"), new byte[10]); // cannot be heard
  }

  @Test
  void shouldGoOnAfterAnInterruptionToTheSameResults() {
    // Given
    List<PatientDecision> uninterrupted = hear(Optional.empty(), 99);
    decided.set(0);
    assertThatThrownBy(() -> hear(kept(MODEL), 2)).hasRootCauseInstanceOf(OutOfMemoryError.class);
    decided.set(0);

    // When
    List<PatientDecision> resumed = hear(kept(MODEL), 99);

    // Then: of the three who can be heard, two had been
    assertThat(decided).hasValue(1);
    assertThat(resumed).isEqualTo(uninterrupted);
    assertThat(resumed.get(2).undecided()).contains("unreadable");
    assertThat(resumed.get(0).regression()).contains("flagged");
    assertThat(ReasonText.of(resumed.get(0).reasons()))
        .isEqualTo("SHORT_SOUND(seconds=6.666667[7..])");

    // When
    hear(kept(MODEL), 99);

    // Then
    assertThat(decided).hasValue(1);
  }

  @Test
  void shouldHearAgainWhatHasChanged() throws IOException {
    // Given
    hear(kept(MODEL), 99);
    write("12", (short) 1);
    decided.set(0);

    // When
    List<PatientDecision> heard = hear(kept(MODEL), 99);

    // Then
    assertThat(decided).hasValue(1);
    assertThat(heard).isEqualTo(hear(Optional.empty(), 99));
  }

  @Test
  void shouldHearAgainWithAnotherModel() {
    // Given
    hear(kept(MODEL), 99);
    decided.set(0);

    // When
    hear(kept("another"), 99);

    // Then
    assertThat(decided).hasValue(3);
  }

  @Test
  void shouldHearAgainWhatIsDamagedOrUnderAnothersName() throws IOException {
    // Given
    List<PatientDecision> expected = hear(kept(MODEL), 99);
    List<Path> files = files();
    String first = Files.readString(files.get(0));
    Files.writeString(files.get(1), first);
    Files.writeString(files.get(0), first.replace("UNKNOWN", "PRESENT"));
    Files.write(files.get(2), new byte[] {(byte) 0xff, 10, 10});
    Files.writeString(files.get(3), "");

    // When
    List<PatientDecision> heard = hear(kept(MODEL), 99);

    // Then
    assertThat(heard).isEqualTo(expected);
    assertThat(Files.readString(files.get(0))).isEqualTo(first);
  }

  @Test
  void shouldTryAgainWhereTheModelFailed() throws IOException {
    // Given
    write("11", (short) 666);
    List<PatientDecision> failed = hear(kept(MODEL), 99);
    decided.set(0);

    // When
    hear(kept(MODEL), 99);

    // Then
    assertThat(failed.get(0).undecided()).contains("model failure");
    assertThat(decided).hasValue(1);
  }

  @Test
  void shouldKeepNoPatientsId() throws IOException {
    // When
    hear(kept(MODEL), 99);

    // Then
    for (Path file : files()) {
      assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}\\.json");
      assertThat(Files.readString(file)).doesNotContain("patient");
    }
  }

  private void write(String patientId, short first) throws IOException {
    var samples = new short[4000];
    samples[0] = first;
    WavFile.write(data.resolve(patientId + "_AV.wav"), new Pcm(4000, samples));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.sorted().toList();
    }
  }

  private Optional<DecisionCache> kept(String model) {
    return Optional.of(new DecisionCache(cache, model));
  }

  private List<PatientDecision> hear(Optional<DecisionCache> kept, int end) {
    return new Audience(() -> Ears.all(new CountingEar(end)), 1, kept)
        .hear(CircorRecordings.find(data), PATIENTS, () -> {});
  }
}
