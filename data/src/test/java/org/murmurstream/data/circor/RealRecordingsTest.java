package org.murmurstream.data.circor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.core.Diagnosis;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;

/** Reads every patient of a real copy of the data set. */
class RealRecordingsTest {

  private CircorFolder circor;

  @BeforeEach
  void openRealRecordings() {
    String home = System.getenv("CIRCOR_HOME");
    assumeTrue(home != null, "CIRCOR_HOME is not set: no real recordings to read");
    circor = CircorFolder.open(Path.of(home));
  }

  @Test
  void shouldReadEveryPatient() {
    for (String patientId : circor.patientIds()) {
      // When
      ExamRecordings exam = circor.examine(patientId, 1);

      // Then
      assertThat(exam.recordings()).isNotEmpty();
      Diagnosis diagnosis = exam.diagnosis().orElseThrow();
      assertThat(diagnosis.murmurLocations().isEmpty())
          .isEqualTo(diagnosis.murmur() != MurmurClass.PRESENT);
      for (SiteRecording recording : exam.recordings()) {
        assertThat(recording.audio().sampleRateHz()).isEqualTo(4000);
        double marked = 0;
        for (CycleInterval mark : recording.marks()) {
          assertThat(mark.startSeconds()).isGreaterThanOrEqualTo(marked);
          assertThat(mark.endSeconds()).isGreaterThan(mark.startSeconds());
          marked = mark.endSeconds();
        }
        assertThat(marked).isLessThanOrEqualTo(recording.audio().seconds());
      }
    }
  }
}
