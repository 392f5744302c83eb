package org.murmurstream.benchmarks.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.SiteAudio;
import org.murmurstream.proof.stub.HashEar;

class MeasuredEarTest {

  private static final SiteAudio SECOND =
      new SiteAudio(AuscultationSite.MV, new Pcm(4000, new short[4000]));

  @Test
  void shouldTimeWhatIsHeardAndForgetTheRehearsal() {
    // Given
    var tally = new HearingTally();
    var ear = new MeasuredEar(new HashEar(Duration.ofMillis(20)), tally);
    ear.listen(List.of(SECOND));
    tally.reset();

    // When
    ear.listen(List.of(SECOND, SECOND));
    ear.listen(List.of(SECOND));

    // Then
    var figures = tally.figures();
    assertThat(figures.get(Figure.HEARD)).isEqualTo(3);
    assertThat(figures.get(Figure.HEARING_SECONDS)).isBetween(0.06, 10.0);
    assertThat(figures.get(Figure.HEARD_FOR_SECONDS))
        .isGreaterThanOrEqualTo(figures.get(Figure.HEARING_SECONDS));
    assertThat(figures.get(Figure.LAST_HEARING_SECONDS)).isBetween(0.02, 10.0);
  }

  @Test
  void shouldCountNoTimeTwice() {
    // Given: two ears, of which the one that began later ends first
    var tally = new HearingTally();

    // When
    tally.add(1, 2_000_000_000L, 3_000_000_000L);
    tally.add(1, 1_000_000_000L, 4_000_000_000L);

    // Then
    var figures = tally.figures();
    assertThat(figures.get(Figure.HEARING_SECONDS)).isEqualTo(4);
    assertThat(figures.get(Figure.HEARD_FOR_SECONDS)).isEqualTo(3);
  }

  @Test
  void shouldTellNoTimesBeforeAnythingIsHeard() {
    assertThat(new HearingTally().figures().values()).containsOnly(0.0);
  }
}
