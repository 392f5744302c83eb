package org.murmurstream.proof.rig.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;

class NoiseExamsTest {

  private static final NoiseExams EXAMS = NoiseExams.of("p", 50, 7, 3);

  @Test
  void shouldGiveTheSameSamplesWheneverItIsAsked() {
    // Given
    NoiseExams again = NoiseExams.of("p", 50, 7, 3);

    // Then
    for (String patientId : EXAMS.patientIds()) {
      assertThat(samples(EXAMS.examine(patientId, 1)))
          .isDeepEqualTo(samples(again.examine(patientId, 1)));
    }
  }

  @Test
  void shouldVaryInSitesAndLength() {
    // When
    Set<Integer> lengths = new HashSet<>();
    Set<Integer> counts = new HashSet<>();
    for (String patientId : EXAMS.patientIds()) {
      List<SiteRecording> recordings = EXAMS.examine(patientId, 1).recordings();
      counts.add(recordings.size());
      recordings.forEach(recording -> lengths.add(recording.audio().samples().length));
    }

    // Then
    assertThat(counts).hasSizeGreaterThan(2);
    assertThat(lengths).hasSizeGreaterThan(50).allMatch(length -> length >= 2000 && length < 12000);
  }

  @Test
  void shouldBeginAsTold() {
    // When
    ExamRecordings exam = EXAMS.beginningWith((short) 123).examine("p-00001", 1);

    // Then
    assertThat(exam.recordings().get(0).audio().samples()[0]).isEqualTo((short) 123);
  }

  private static short[][] samples(ExamRecordings exam) {
    return exam.recordings().stream()
        .map(recording -> recording.audio().samples())
        .toArray(short[][]::new);
  }
}
