package org.murmurstream.sim.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.model.circor.CircorFolder;
import org.murmurstream.model.circor.CircorWriter;
import org.murmurstream.model.dataset.Exam;
import org.murmurstream.model.dataset.SiteRecording;
import org.murmurstream.schemas.CycleInterval;

class SyntheticFolderTest {

  @TempDir private Path folder;

  @Test
  void shouldWriteWhatTheReaderReadsBack() throws IOException {
    // Given
    var hearts = new SyntheticHearts(12, 3, new ClassMix(1, 1, 1));
    List<String> written = new ArrayList<>();

    // When
    new CircorWriter(folder).write(hearts, written::add);
    CircorFolder circor = CircorFolder.open(folder);

    // Then
    assertThat(circor.patientIds()).isEqualTo(hearts.patientIds()).isEqualTo(written);
    circor.verify(circor.patientIds());
    for (String patientId : written) {
      Exam truth = hearts.examine(patientId, 1);
      Exam read = circor.examine(patientId, 1);
      assertThat(read.diagnosis()).isEqualTo(truth.diagnosis());
      assertThat(read.recordings()).hasSameSizeAs(truth.recordings());
      for (int i = 0; i < read.recordings().size(); i++) {
        SiteRecording expected = truth.recordings().get(i);
        SiteRecording actual = read.recordings().get(i);
        assertThat(actual.site()).isEqualTo(expected.site());
        assertThat(actual.index()).isEqualTo(expected.index());
        assertThat(actual.audio().samples()).isEqualTo(expected.audio().samples());
        assertSame(actual.marks(), expected.marks());
      }
    }
  }

  private static void assertSame(List<CycleInterval> actual, List<CycleInterval> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      CycleInterval a = actual.get(i);
      CycleInterval e = expected.get(i);
      assertThat(a.getPhase()).isEqualTo(e.getPhase());
      assertThat(a.getStartSeconds()).isCloseTo(e.getStartSeconds(), within(1e-6));
      assertThat(a.getEndSeconds()).isCloseTo(e.getEndSeconds(), within(1e-6));
    }
  }
}
