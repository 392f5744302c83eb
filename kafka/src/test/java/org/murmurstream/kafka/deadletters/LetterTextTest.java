package org.murmurstream.kafka.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.murmurstream.kafka.Place;
import org.murmurstream.kafka.serde.AvroSerdes;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;

class LetterTextTest {

  private static final String RECORDINGS = "recordings";
  private static final RecordingChunk CHUNK =
      RecordingChunk.newBuilder()
          .setExamId("exam-id")
          .setPatientId("patient-id")
          .setDeviceId("device-id")
          .setSite(Site.MV)
          .setSequence(3)
          .setLast(true)
          .setSampleRateHz(4000)
          .setEncoding(Encoding.PCM16)
          .setSamples(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}))
          .setCrc32c(1)
          .build();

  private final AvroSerdes serdes = AvroSerdes.inMemory();

  @Test
  void shouldShowWhatTheChunkSaysButNotOfWhomItIs() {
    // When
    String text = text(value(), false);

    // Then
    assertThat(text)
        .contains("reason          BAD_CRC")
        .contains("what helps      crc32c is CRC-32C")
        .contains("record          recordings/3:1045")
        .contains("  site          MV")
        .contains("  sequence      3")
        .contains("  samples       4 bytes")
        .contains("000000  00 00 00 00 01")
        .doesNotContain("patient-id", "exam-id", "device-id", "000010");
  }

  @Test
  void shouldShowIdsToThoseWhoAsk() {
    // Then
    assertThat(text(value(), true)).contains("patient-id", "exam-id", "device-id", "000010");
  }

  @Test
  void shouldSayWhatIsNoChunk() {
    // Then
    assertThat(text(new byte[] {0, 0, 0, 0, 1, 2}, false)).contains("the bytes are no chunk");
    assertThat(text(new byte[] {7}, false)).contains("000000  07");
    assertThat(text(null, false)).contains("value           none");
  }

  private byte[] value() {
    return serdes.value(RecordingChunk.class).serializer().serialize(RECORDINGS, CHUNK);
  }

  private String text(byte[] value, boolean showIds) {
    value();
    var letter =
        new DeadLetter(
            new Place("recordings-dlq", 0, 1),
            0,
            Optional.of("BAD_CRC"),
            Optional.of(new Place(RECORDINGS, 3, 1045)),
            OptionalInt.of(1),
            Optional.of("test"),
            Optional.empty(),
            new byte[] {1},
            value,
            new RecordHeaders(),
            OptionalLong.empty(),
            Optional.empty());
    List<String> lines =
        new LetterText(serdes.value(RecordingChunk.class).deserializer(), RECORDINGS, showIds)
            .of(letter);
    return String.join("\n", lines);
  }
}
