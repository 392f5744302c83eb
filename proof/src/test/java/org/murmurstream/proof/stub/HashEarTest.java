package org.murmurstream.proof.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.Flag;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.core.SiteEvidence;
import org.murmurstream.core.Verdict;

class HashEarTest {

  private final HashEar ear = new HashEar();

  @Test
  void shouldFindTheSameInTheSameAudioWhateverElseIsInTheBatch() {
    // When
    Evidence alone = ear.listen(List.of(audio(1))).get(0);
    Evidence among = new HashEar().listen(List.of(audio(2), audio(1), audio(3))).get(1);

    // Then
    assertThat(among.embedding()).isEqualTo(alone.embedding());
    assertThat(among.detail()).isEqualTo(alone.detail());
    assertThat(verdict(among)).isEqualTo(verdict(alone));
  }

  @Test
  void shouldFindAnotherThingInOtherAudio() {
    // Then
    assertThat(verdict(heard(audio(1))).probabilities())
        .isNotEqualTo(verdict(heard(audio(2))).probabilities());
  }

  @Test
  void shouldNotUseWhatHoldsNoSound() {
    // Given
    var silence = new SiteAudio(AuscultationSite.AV, new Pcm(4000, new short[4000]));
    var blink = new SiteAudio(AuscultationSite.AV, new Pcm(4000, new short[] {1, 2, 3}));
    var narrow = new SiteAudio(AuscultationSite.AV, new Pcm(1000, noise(1, 4000)));

    // Then
    assertThat(ear.listen(List.of(silence, blink, narrow)))
        .allMatch(evidence -> !evidence.usable())
        .extracting(evidence -> evidence.cautions().get(0))
        .containsExactly(Caution.SILENT, Caution.TOO_SHORT, Caution.NARROW_BAND);
  }

  @Test
  void shouldSayOfEveryVerdictThatItMeansNothing() {
    // Given
    List<Verdict> verdicts =
        IntStream.range(0, 200).mapToObj(i -> verdict(heard(audio(i)))).toList();

    // Then
    assertThat(ear.identity().trained()).isFalse();
    assertThat(verdicts)
        .allMatch(verdict -> verdict.cautions().contains(Caution.UNTRAINED_MODEL))
        .allMatch(verdict -> !verdict.limits().isEmpty());
    assertThat(verdicts)
        .as("flags, too, take their way")
        .anyMatch(verdict -> verdict.ruling().flags().stream().anyMatch(Flag.class::isInstance))
        .anyMatch(verdict -> verdict.ruling().flags().isEmpty());
  }

  private Evidence heard(SiteAudio audio) {
    return ear.listen(List.of(audio)).get(0);
  }

  private Verdict verdict(Evidence evidence) {
    return ear.decide(List.of(SiteEvidence.of(List.of(evidence))));
  }

  private static SiteAudio audio(int seed) {
    return new SiteAudio(AuscultationSite.MV, new Pcm(4000, noise(seed, 4000)));
  }

  private static short[] noise(int seed, int length) {
    short[] samples = new short[length];
    Arrays.fill(samples, (short) (seed + 1));
    return samples;
  }
}
