package org.murmurstream.core.exam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;

class RecordingLengthTest {

  private static final int RATE_HZ = 1000;
  private static final int CHUNK_SECONDS = 100;
  private static final RecordingId MV = new RecordingId(AuscultationSite.MV, 0);

  private final Gatherer gatherer = new Gatherer(GatherPolicy.DEFAULT);

  @Test
  void shouldTakeARecordingOfTheGreatestLength() {
    // Given
    Exam exam = accepted(Optional.empty(), chunk(0, false, 0));
    exam = accepted(Optional.of(exam), chunk(1, false, 0));

    // When
    Gathered last =
        gatherer.accept(Optional.of(exam), chunk(2, true, 0), OptionalLong.empty(), arrival());

    // Then
    assertThat(last).isInstanceOf(Gathered.Accepted.class);
    assertThat(((Gathered.Accepted) last).completed()).isTrue();
  }

  @Test
  void shouldRefuseAChunkThatMakesARecordingLongerThanAllowed() {
    // Given
    Exam exam = accepted(Optional.empty(), chunk(0, false, 0));
    exam = accepted(Optional.of(exam), chunk(1, false, 0));

    // When
    Gathered last =
        gatherer.accept(Optional.of(exam), chunk(2, true, 1), OptionalLong.empty(), arrival());

    // Then
    assertThat(last).isEqualTo(new Gathered.Rejected(Rejection.RECORDING_TOO_LONG));
  }

  @Test
  void shouldNeverCompleteARecordingThatIsTooLongWhateverTheOrder() {
    // Given
    Exam exam = accepted(Optional.empty(), chunk(2, true, 1));
    exam = accepted(Optional.of(exam), chunk(0, false, 0));

    // When
    Gathered middle =
        gatherer.accept(Optional.of(exam), chunk(1, false, 0), OptionalLong.empty(), arrival());

    // Then
    assertThat(middle).isEqualTo(new Gathered.Rejected(Rejection.RECORDING_TOO_LONG));
    assertThat(exam.recordings().get(MV).isComplete()).isFalse();
  }

  @Test
  void shouldCountEachRecordingByItself() {
    // Given
    Exam exam = accepted(Optional.empty(), chunk(0, false, 0));
    exam = accepted(Optional.of(exam), chunk(1, false, 0));
    exam = accepted(Optional.of(exam), chunk(2, true, 0));

    // When
    Chunk another =
        new Chunk(
            "p",
            "e",
            "d",
            new RecordingId(AuscultationSite.AV, 0),
            0,
            true,
            RATE_HZ,
            samples(0),
            Map.of());

    // Then
    assertThat(gatherer.accept(Optional.of(exam), another, OptionalLong.empty(), arrival()))
        .isInstanceOf(Gathered.Accepted.class);
  }

  private Exam accepted(Optional<Exam> known, Chunk chunk) {
    return ((Gathered.Accepted) gatherer.accept(known, chunk, OptionalLong.empty(), arrival()))
        .exam();
  }

  private static Arrival arrival() {
    return new Arrival(0, 0, 0, 0);
  }

  private static Chunk chunk(int sequence, boolean last, int moreSamples) {
    return new Chunk("p", "e", "d", MV, sequence, last, RATE_HZ, samples(moreSamples), Map.of());
  }

  private static byte[] samples(int more) {
    return new byte[(CHUNK_SECONDS * RATE_HZ + more) * Short.BYTES];
  }
}
