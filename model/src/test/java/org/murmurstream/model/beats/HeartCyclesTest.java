package org.murmurstream.model.beats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.murmurstream.core.CyclePhase.DIASTOLE;
import static org.murmurstream.core.CyclePhase.S1;
import static org.murmurstream.core.CyclePhase.S2;
import static org.murmurstream.core.CyclePhase.SYSTOLE;

import org.junit.jupiter.api.Test;

class HeartCyclesTest {

  private static final double FRAME_SECONDS = 0.02;

  @Test
  void shouldFindEveryBeatAndTheHeartRate() {
    // When
    HeartCycles cycles = HeartCycles.of(new FrameScript().beats(7).outputs());

    // Then
    assertThat(cycles.phases()).hasSize(28);
    assertThat(cycles.beats()).hasSize(7).allMatch(beat -> beat.length() == 36);
    assertThat(cycles.beats().get(1).systole().start()).isEqualTo(36 + 4);
    assertThat(cycles.usableBeats()).hasSize(7);
    assertThat(cycles.beatsPerMinute(FRAME_SECONDS).getAsDouble())
        .isCloseTo(60 / (36 * FRAME_SECONDS), within(1e-9));
  }

  @Test
  void shouldTakeTheMedianBeatForTheHeartRate() {
    // Given: two beats of 36 frames and one of 56
    var script = new FrameScript().beats(2);
    script.phase(S1, 4).phase(SYSTOLE, 9).phase(S2, 3).phase(DIASTOLE, 40).phase(S1, 4);

    // When
    HeartCycles cycles = HeartCycles.of(script.outputs());

    // Then
    assertThat(cycles.beats()).hasSize(3);
    assertThat(cycles.beatsPerMinute(FRAME_SECONDS).getAsDouble())
        .isCloseTo(60 / (36 * FRAME_SECONDS), within(1e-9));
  }

  @Test
  void shouldNotTakeASlipOfOneFrameOrALongSilenceForAPhase() {
    // Given
    var script = new FrameScript();
    script.phase(S1, 4).phase(SYSTOLE, 4).phase(S2, 1).phase(SYSTOLE, 4).phase(S2, 3);
    script.phase(DIASTOLE, 41);

    // When
    HeartCycles cycles = HeartCycles.of(script.outputs());

    // Then
    assertThat(cycles.phases())
        .extracting(PhaseRun::phase)
        .containsExactly(S1, SYSTOLE, SYSTOLE, S2);
    assertThat(cycles.beats()).isEmpty();
  }

  @Test
  void shouldNotJoinPhasesAcrossAGapIntoABeat() {
    // Given: a slip of one frame between systole and the second sound
    var script = new FrameScript();
    script.phase(S1, 4).phase(SYSTOLE, 9).phase(DIASTOLE, 1).phase(S2, 3).phase(DIASTOLE, 20);

    // Then
    assertThat(HeartCycles.of(script.outputs()).beats()).isEmpty();
  }

  @Test
  void shouldLeaveBeatsNoExpertCouldMarkOutOfTheHeartRate() {
    // Given
    var script = new FrameScript().markable(0.9).beats(2).markable(0.2);
    script.phase(S1, 4).phase(SYSTOLE, 9).phase(S2, 3).phase(DIASTOLE, 2);

    // When
    HeartCycles cycles = HeartCycles.of(script.outputs());

    // Then
    assertThat(cycles.beats()).hasSize(3);
    assertThat(cycles.usableBeats()).hasSize(2);
    assertThat(HeartCycles.of(new FrameScript().markable(0.2).beats(9).outputs()))
        .matches(none -> none.beatsPerMinute(FRAME_SECONDS).isEmpty());
  }

  @Test
  void shouldFindNothingInNothing() {
    // When
    HeartCycles cycles = HeartCycles.of(new FrameScript().outputs());

    // Then
    assertThat(cycles.phases()).isEmpty();
    assertThat(cycles.beatsPerMinute(FRAME_SECONDS)).isEmpty();
  }
}
