package org.murmurstream.model.circor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.dataset.Exam;
import org.murmurstream.model.dataset.SiteRecording;
import org.murmurstream.schemas.CycleInterval;
import org.murmurstream.schemas.Diagnosis;
import org.murmurstream.schemas.Murmur;

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
      Exam exam = circor.examine(patientId, 1);

      // Then
      assertThat(exam.recordings()).isNotEmpty();
      Diagnosis diagnosis = exam.diagnosis().orElseThrow();
      assertThat(diagnosis.getMurmurLocations().isEmpty())
          .isEqualTo(diagnosis.getMurmur() != Murmur.PRESENT);
      for (SiteRecording recording : exam.recordings()) {
        assertThat(recording.audio().sampleRateHz()).isEqualTo(4000);
        double marked = 0;
        for (CycleInterval mark : recording.marks()) {
          assertThat(mark.getStartSeconds()).isGreaterThanOrEqualTo(marked);
          assertThat(mark.getEndSeconds()).isGreaterThan(mark.getStartSeconds());
          marked = mark.getEndSeconds();
        }
        assertThat(marked).isLessThanOrEqualTo(recording.audio().seconds());
      }
    }
  }
}
