package org.murmurstream.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Ear;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.engine.TorchOptions;
import org.murmurstream.model.golden.Golden;

/** A bundle that was released earlier says what it said then, to the last digit that was kept. */
class FormerBundleTest {

  private static final Path HEART_2 = Path.of("../models/former/heart-2");

  private static Ear ear;

  @BeforeAll
  static void open() {
    ear = ModelBundle.load(HEART_2).open(new TorchOptions(1, TorchOptions.Processor.CPU));
  }

  @AfterAll
  static void close() {
    ear.close();
  }

  @ParameterizedTest
  @CsvSource({
    "unknown_5s, UNKNOWN, 0.006119, 0.544854, 0.449027",
    "absent_faint, ABSENT, 0.143821, 0.003289, 0.852890",
    "present_half, PRESENT, 0.999974, 0.000001, 0.000026",
    "unknown_8bit, UNKNOWN, 0.001531, 0.372829, 0.625640",
    "present_clean, PRESENT, 0.999970, 0.000001, 0.000029",
    "unknown_hum10, UNKNOWN, 0.000373, 0.736358, 0.263269",
    "absent_dropouts, PRESENT, 0.211753, 0.000863, 0.787384",
    "present_silence, PRESENT, 0.997608, 0.000000, 0.002392",
    "absent_hundredth, ABSENT, 0.000402, 0.028083, 0.971516",
    "present_lowpass300, PRESENT, 0.998316, 0.000001, 0.001682"
  })
  void shouldSayWhatItSaid(
      String recording, MurmurClass murmur, double present, double unknown, double absent) {
    // Given
    var audio = new SiteAudio(AuscultationSite.AV, wav(recording));

    // When
    Verdict verdict = ear.decide(SiteEvidence.bySite(ear.listen(List.of(audio))).values());

    // Then: the digits differ by the kind of processor
    assertThat(verdict.murmur()).isEqualTo(murmur);
    assertThat(verdict.probabilities().present()).isCloseTo(present, within(2e-5));
    assertThat(verdict.probabilities().unknown()).isCloseTo(unknown, within(2e-5));
    assertThat(verdict.probabilities().absent()).isCloseTo(absent, within(2e-5));
    assertThat(verdict.ruling().flags()).isEmpty();
    assertThat(verdict.limits()).isEmpty();
  }

  private static Pcm wav(String name) {
    return WavFile.read(Golden.path("level/" + name + ".wav"));
  }
}
