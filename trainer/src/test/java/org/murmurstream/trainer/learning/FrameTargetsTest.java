package org.murmurstream.trainer.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.murmurstream.core.CyclePhase.DIASTOLE;
import static org.murmurstream.core.CyclePhase.S1;
import static org.murmurstream.core.CyclePhase.SYSTOLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.CyclePhase;
import org.murmurstream.trainer.learning.FrameTargets.Murmur;
import org.murmurstream.trainer.learning.FrameTargets.Timing;

class FrameTargetsTest {

  private static final byte NO = FrameTargets.IGNORED;

  @Test
  void shouldNameThePhaseOfEveryMarkedFrame() {
    // Given
    List<CycleInterval> marks =
        List.of(mark(0.03, 0.06, S1), mark(0.06, 0.10, SYSTOLE), mark(0.13, 1, DIASTOLE));

    // When
    FrameTargets targets = FrameTargets.of(marks, 9, 0.02, new Murmur.None());

    // Then
    assertThat(targets.states()).containsExactly(NO, NO, 0, 1, 1, NO, NO, 3, 3);
    assertThat(targets.murmur()).containsExactly(NO, NO, NO, 0, 0, NO, NO, NO, NO);
  }

  @ParameterizedTest
  @CsvSource({
    "Early-systolic, 1 1 1 1 1 1 - - - -",
    "Mid-systolic,   - - - 1 1 1 1 1 - -",
    "Late-systolic,  - - - - - 1 1 1 1 1",
    "Holosystolic,   1 1 1 1 1 1 1 1 1 1"
  })
  void shouldPlaceAMurmurByItsTiming(String text, String expected) {
    // Given
    var heard = new Murmur.Heard(Timing.of(text).orElseThrow());

    // When
    FrameTargets targets = FrameTargets.of(List.of(mark(0, 1, SYSTOLE)), 10, 0.1, heard);

    // Then
    var text10 = new StringBuilder();
    for (byte target : targets.murmur()) {
      text10.append(target == NO ? "-" : target).append(' ');
    }
    assertThat(text10.toString().strip()).isEqualTo(expected);
  }

  @Test
  void shouldIgnoreMurmursThatAreNotKnown() {
    // When
    FrameTargets targets =
        FrameTargets.of(List.of(mark(0, 1, SYSTOLE)), 3, 0.1, new Murmur.NotKnown());

    // Then
    assertThat(targets.murmur()).containsOnly(NO);
    assertThat(targets.states()).containsOnly(1);
  }

  @Test
  void shouldKnowNoOtherTimings() {
    assertThat(Timing.of("nan")).isEmpty();
  }

  private static CycleInterval mark(double start, double end, CyclePhase phase) {
    return new CycleInterval(start, end, phase);
  }
}
