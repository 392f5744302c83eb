package org.murmurstream.sim.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.CycleInterval;
import org.murmurstream.data.ExamRecordings;
import org.murmurstream.data.SiteRecording;
import org.murmurstream.data.circor.CircorFolder;
import org.murmurstream.data.circor.CircorWriter;

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
      ExamRecordings truth = hearts.examine(patientId, 1);
      ExamRecordings read = circor.examine(patientId, 1);
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
      assertThat(a.phase()).isEqualTo(e.phase());
      assertThat(a.startSeconds()).isCloseTo(e.startSeconds(), within(1e-6));
      assertThat(a.endSeconds()).isCloseTo(e.endSeconds(), within(1e-6));
    }
  }
}
