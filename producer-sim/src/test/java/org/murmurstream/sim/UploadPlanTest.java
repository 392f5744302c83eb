package org.murmurstream.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.UserException;
import org.murmurstream.data.ExamRecordings;

class UploadPlanTest {

  private static final ExamRecordings EXAM = SmallExams.of("p1", 1, 2500, 1000, 4001);

  @Test
  void shouldCutEveryRecordingIntoChunksInOrder() {
    // When
    UploadPlan plan = UploadPlan.of(EXAM, 1, Faults.NONE);

    // Then
    assertThat(plan.uploads())
        .extracting(
            c -> c.recording().site() + "/" + c.recording().index(),
            PlannedChunk::sequence,
            PlannedChunk::last,
            PlannedChunk::fromSample,
            PlannedChunk::toSample)
        .map(Object::toString)
        .containsExactly(
            "(\"AV/0\", 0, false, 0, 1000)",
            "(\"AV/0\", 1, false, 1000, 2000)",
            "(\"AV/0\", 2, true, 2000, 2500)",
            "(\"MV/0\", 0, true, 0, 1000)",
            "(\"AV/1\", 0, false, 0, 1000)",
            "(\"AV/1\", 1, false, 1000, 2000)",
            "(\"AV/1\", 2, false, 2000, 3000)",
            "(\"AV/1\", 3, false, 3000, 4000)",
            "(\"AV/1\", 4, true, 4000, 4001)");
    assertThat(plan.lost()).isZero();
    assertThat(plan.repeated()).isZero();
  }

  @Test
  void shouldUploadAChunkWhenItHasBeenRecorded() {
    // When
    List<PlannedChunk> uploads = UploadPlan.of(EXAM, 1, Faults.NONE).uploads();

    // Then
    assertThat(uploads).extracting(PlannedChunk::beginSeconds).startsWith(0.0, 1.0, 2.0, 2.5, 3.5);
    assertThat(uploads).extracting(PlannedChunk::dueSeconds).startsWith(1.0, 2.0, 2.5, 3.5, 4.5);
  }

  @Property(tries = 200)
  void shouldKeepEveryChunkWithoutLossHoweverShuffledAndRepeated(
      @ForAll @DoubleRange(max = 0.9) double duplicate,
      @ForAll @IntRange(max = 60) int window,
      @ForAll long seed) {
    // When
    UploadPlan plan = UploadPlan.of(EXAM, 0.1, new Faults(0, duplicate, window, seed));

    // Then
    List<PlannedChunk> whole = UploadPlan.of(EXAM, 0.1, Faults.NONE).uploads();
    assertThat(new HashSet<>(pieces(plan.uploads()))).isEqualTo(new HashSet<>(pieces(whole)));
    assertThat(plan.uploads()).hasSize(whole.size() + plan.repeated());
    assertThat(plan.uploads()).extracting(PlannedChunk::dueSeconds).isSorted();
  }

  @Property(tries = 200)
  void shouldMoveNoChunkAsFarAsTheWindow(
      @ForAll @IntRange(min = 1, max = 60) int window, @ForAll long seed) {
    // When
    List<String> shuffled =
        pieces(UploadPlan.of(EXAM, 0.05, new Faults(0, 0, window, seed)).uploads());

    // Then
    List<String> whole = pieces(UploadPlan.of(EXAM, 0.05, Faults.NONE).uploads());
    for (int place = 0; place < whole.size(); place++) {
      int moved = Math.abs(shuffled.indexOf(whole.get(place)) - place);
      assertThat(moved).isLessThanOrEqualTo(window);
    }
  }

  @Property(tries = 50)
  void shouldLoseTheSameChunksWhateverElseGoesWrong(
      @ForAll @DoubleRange(max = 1) double loss, @ForAll @LongRange(max = 1000) long seed) {
    // When
    UploadPlan calm = UploadPlan.of(EXAM, 0.1, new Faults(loss, 0, 0, seed));
    UploadPlan wild = UploadPlan.of(EXAM, 0.1, new Faults(loss, 0.5, 40, seed));

    // Then
    assertThat(new HashSet<>(pieces(wild.uploads())))
        .isEqualTo(new HashSet<>(pieces(calm.uploads())));
    assertThat(wild.lost()).isEqualTo(calm.lost());
  }

  @Test
  void shouldLoseAndRepeatAboutAsOftenAsAsked() {
    // Given
    ExamRecordings exam = SmallExams.of("p1", 1, 20_000, 20_000);

    // When
    UploadPlan plan = UploadPlan.of(exam, 0.01, new Faults(0.1, 0.2, 0, 7));

    // Then
    assertThat((double) plan.lost()).isCloseTo(400, within(60.0));
    assertThat((double) plan.repeated()).isCloseTo(3600 * 0.25, within(120.0));
  }

  @Test
  void shouldPlanTheSameForTheSameSeedAndAnotherForAnother() {
    // When
    List<String> one = pieces(UploadPlan.of(EXAM, 0.1, new Faults(0.1, 0.2, 50, 7)).uploads());

    // Then
    assertThat(pieces(UploadPlan.of(EXAM, 0.1, new Faults(0.1, 0.2, 50, 7)).uploads()))
        .isEqualTo(one);
    assertThat(pieces(UploadPlan.of(EXAM, 0.1, new Faults(0.1, 0.2, 50, 8)).uploads()))
        .isNotEqualTo(one);
  }

  @Test
  void shouldRefuseChunksTheSchemaDoesNotAllow() {
    // When // Then
    assertThatThrownBy(() -> UploadPlan.of(EXAM, 132, Faults.NONE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("132000 samples; allowed are 1 to 131072");
    assertThatThrownBy(() -> UploadPlan.of(EXAM, 0.0001, Faults.NONE))
        .hasMessageContaining("0 samples");
    assertThatThrownBy(() -> UploadPlan.of(SmallExams.of("p1", 1, 70_000), 0.001, Faults.NONE))
        .hasMessageContaining("more than 65536");
  }

  private static List<String> pieces(List<PlannedChunk> uploads) {
    List<String> pieces = new ArrayList<>();
    for (PlannedChunk chunk : uploads) {
      pieces.add(
          "%s %d %d"
              .formatted(chunk.recording().site(), chunk.recording().index(), chunk.sequence()));
    }
    return pieces;
  }
}
