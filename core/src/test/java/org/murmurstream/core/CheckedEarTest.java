package org.murmurstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CheckedEarTest {

  private static final List<SiteAudio> BATCH =
      List.of(new SiteAudio(AuscultationSite.MV, new Pcm(4000, new short[4000])));

  @Test
  void shouldGiveWhatTheEarFound() {
    // Given
    Evidence found = evidence(0.5f);

    // When
    List<Evidence> given = new CheckedEar(new Finding(List.of(found))).listen(BATCH);

    // Then
    assertThat(given).containsExactly(found);
  }

  @Test
  void shouldFailWhenAnEmbeddingIsNotFinite() {
    // Given
    Ear ear = new CheckedEar(new Finding(List.of(evidence(Float.NaN))));

    // Then
    assertThatThrownBy(() -> ear.listen(BATCH))
        .isInstanceOf(EarException.class)
        .hasMessageContaining("not finite");
  }

  @Test
  void shouldFailWhenARecordingIsLeftOut() {
    // Given
    Ear ear = new CheckedEar(new Finding(List.of()));

    // Then
    assertThatThrownBy(() -> ear.listen(BATCH))
        .isInstanceOf(EarException.class)
        .hasMessageContaining("0 hearings for a batch of 1");
  }

  private static Evidence evidence(float value) {
    SignalQuality quality =
        new SignalQuality(1, 0, 0, 0, OptionalDouble.empty(), OptionalDouble.empty());
    return new Evidence(AuscultationSite.MV, new float[] {1, value}, quality, true, List.of());
  }

  /** An ear that finds the same whatever it hears. */
  private record Finding(List<Evidence> found) implements Ear {

    @Override
    public ModelIdentity identity() {
      return new ModelIdentity("finding", "d".repeat(64), "e".repeat(64), false);
    }

    @Override
    public List<Evidence> listen(List<SiteAudio> batch) {
      return found;
    }

    @Override
    public Verdict decide(Collection<SiteEvidence> sites) {
      throw new UnsupportedOperationException("only listens");
    }

    @Override
    public void close() {}
  }
}
