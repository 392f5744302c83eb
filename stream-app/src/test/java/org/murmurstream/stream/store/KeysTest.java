package org.murmurstream.stream.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.exam.RecordingId;

/** Keys to the byte: stores of running applications hold them. */
class KeysTest {

  private static final ExamKey EXAM = new ExamKey("p1", "e1");
  private static final RecordingKey RECORDING =
      EXAM.recording(new RecordingId(AuscultationSite.MV, 31));

  @Test
  void shouldNameAnExamByItsPatientAndItself() {
    assertThat(text(EXAM.bytes())).isEqualTo("p1|e1|");
    assertThat(ExamKey.parse(EXAM.bytes())).isEqualTo(EXAM);
  }

  @Test
  void shouldNameARecordingBySiteAndNumber() {
    assertThat(text(RECORDING.bytes())).isEqualTo("p1|e1|MV|\u001f");
    assertThat(RecordingKey.parse(RECORDING.bytes())).isEqualTo(RECORDING);
  }

  @Test
  void shouldNameAChunkByItsSequence() {
    assertThat(text(RECORDING.chunk(0x0102))).isEqualTo("p1|e1|MV|\u001f\0\0\u0001\u0002");
  }

  @Test
  void shouldSortExamsByTheirDeadline() {
    assertThat(text(EXAM.deadline(0x0304))).isEqualTo("\0\0\0\0\0\0\u0003\u0004p1|e1|");
    assertThat(ExamKey.parseDeadline(EXAM.deadline(0x0304)))
        .isEqualTo(new ExamStore.Due(0x0304, EXAM));
  }

  private static String text(Bytes key) {
    return new String(key.get(), US_ASCII);
  }
}
