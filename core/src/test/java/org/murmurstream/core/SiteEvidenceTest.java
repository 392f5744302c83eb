package org.murmurstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SiteEvidenceTest {

  @Test
  void shouldAverageTheEmbeddingsOfASitesRecordings() {
    // Given
    Evidence one = usable(4, new float[] {1, 2}, 7);
    Evidence other = usable(6, new float[] {2, 5}, 8);

    // When
    SiteEvidence site = SiteEvidence.of(List.of(one, other));

    // Then
    assertThat(site.recordings()).isEqualTo(2);
    assertThat(site.embedding()).containsExactly(1.5f, 3.5f);
    assertThat(site.details()).containsExactly(one.detail(), other.detail());
  }

  @Test
  void shouldPutTheEvidenceOfAnExamTogetherBySite() {
    // Given
    Evidence mitral = usable(4, new float[] {1}, 7);
    Evidence aortic = Evidence.unusable(AuscultationSite.AV, quality(1), List.of(Caution.SILENT));
    Evidence again = usable(4, new float[] {3}, 8);

    // When
    Map<AuscultationSite, SiteEvidence> sites = SiteEvidence.bySite(List.of(mitral, aortic, again));

    // Then
    assertThat(sites.keySet()).containsExactly(AuscultationSite.AV, mitral.site());
    assertThat(sites.get(AuscultationSite.AV).usable()).isFalse();
    assertThat(sites.get(mitral.site()).embedding()).containsExactly(2);
  }

  @Test
  void shouldAddUpDurationsAndWeighOtherFiguresByThem() {
    // Given
    Evidence one = usable(4, new float[] {0}, 1);
    Evidence other = usable(12, new float[] {0}, 1);

    // When
    SignalQuality quality = SiteEvidence.of(List.of(one, other)).quality();

    // Then: the heart rate of each is ten times its duration
    assertThat(quality.seconds()).isEqualTo(16);
    assertThat(quality.dropouts()).isEqualTo(2);
    assertThat(quality.heartRateBpm()).hasValueCloseTo(100.0, within(1e-9));
    assertThat(quality.snrDb()).isEmpty();
  }

  @Test
  void shouldForgetASpoiltRecordingOnceThereIsAUsableOne() {
    // Given
    Evidence spoilt =
        Evidence.unusable(AuscultationSite.MV, quality(1), List.of(Caution.TOO_SHORT));
    Evidence good = usable(5, new float[] {3}, 9);

    // When
    SiteEvidence site = SiteEvidence.of(List.of(spoilt, good));

    // Then
    assertThat(site.usable()).isTrue();
    assertThat(site.recordings()).isEqualTo(1);
    assertThat(site.cautions()).isEmpty();
    assertThat(site.embedding()).containsExactly(3);
  }

  @Test
  void shouldSayWhyNoRecordingIsUsable() {
    // Given
    Evidence silent = Evidence.unusable(AuscultationSite.MV, quality(9), List.of(Caution.SILENT));
    Evidence tooShort =
        Evidence.unusable(AuscultationSite.MV, quality(1), List.of(Caution.TOO_SHORT));

    // When
    SiteEvidence site = SiteEvidence.of(List.of(silent, tooShort));

    // Then
    assertThat(site.usable()).isFalse();
    assertThat(site.embedding()).isEmpty();
    assertThat(site.details()).isEmpty();
    assertThat(site.cautions()).containsExactly(Caution.TOO_SHORT, Caution.SILENT);
  }

  private static Evidence usable(double seconds, float[] embedding, int detail) {
    return new Evidence(
        AuscultationSite.MV,
        embedding,
        quality(seconds),
        true,
        List.of(),
        new byte[] {(byte) detail});
  }

  private static SignalQuality quality(double seconds) {
    return new SignalQuality(
        seconds, 0, 0, 1, OptionalDouble.empty(), OptionalDouble.of(10 * seconds));
  }
}
