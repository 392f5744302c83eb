package org.murmurstream.kafka.deadletters;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;
import org.murmurstream.kafka.KafkaFaults;
import org.murmurstream.kafka.SerdeFault;
import org.murmurstream.kafka.wire.ChunkReader;
import org.murmurstream.schemas.RecordingChunk;

/** A dead letter in lines, for people: nothing of the patient, unless that is asked for. */
public final class LetterText {

  private static final int FRAME_BYTES = 5;
  private static final int HEAD_BYTES = 256;
  private static final int LINE_BYTES = 16;
  private static final Set<String> IDS = Set.of("patientId", "examId", "deviceId");

  private final Deserializer<RecordingChunk> deserializer;
  private final String recordings;
  private final boolean showIds;

  /**
   * @param deserializer reads records
   * @param recordings name of the topic they came from
   * @param showIds whether the patient's and the exam's ids are shown, and the bytes that may hold
   *     them
   */
  public LetterText(Deserializer<RecordingChunk> deserializer, String recordings, boolean showIds) {
    this.deserializer = deserializer;
    this.recordings = recordings;
    this.showIds = showIds;
  }

  /**
   * The lines.
   *
   * @throws org.murmurstream.core.UserException if the registry does not answer
   */
  public List<String> of(DeadLetter letter) {
    var lines = new ArrayList<String>();
    add(lines, "letter", letter.at());
    add(lines, "written", Instant.ofEpochMilli(letter.timestamp()));
    add(lines, "reason", letter.reason().orElse("none"));
    LetterAdvice.of(letter).ifPresent(advice -> add(lines, "what helps", advice));
    add(lines, "record", letter.source().map(Object::toString).orElse("does not say where"));
    letter.replayOf().ifPresent(first -> add(lines, "replay of", first));
    letter.appVersion().ifPresent(version -> add(lines, "application", version));
    letter.schemaId().ifPresent(id -> add(lines, "schema id", id));
    add(lines, "key", letter.key() == null ? "none" : letter.key().length + " bytes");
    add(lines, "value", size(letter));
    letter.sha256().ifPresent(sha256 -> add(lines, "sha256", sha256));
    add(
        lines,
        "headers",
        StreamSupport.stream(letter.headers().spliterator(), false).map(Header::key).count());
    if (letter.value() != null) {
      lines.addAll(fields(letter));
      lines.addAll(dump(letter.value()));
    }
    return lines;
  }

  private static String size(DeadLetter letter) {
    if (letter.value() == null) {
      return "none";
    }
    return letter.isCut()
        ? "%d bytes, of which the first %d are here"
            .formatted(letter.valueLength(), letter.value().length)
        : letter.valueLength() + " bytes";
  }

  private List<String> fields(DeadLetter letter) {
    if (letter.isCut() || !ChunkReader.isFramed(letter.value())) {
      return List.of();
    }
    RecordingChunk chunk;
    try {
      chunk = deserializer.deserialize(recordings, letter.value());
    } catch (RuntimeException e) {
      return switch (SerdeFault.of(e)) {
        case TRANSIENT -> throw KafkaFaults.registryAway(recordings, e);
        case UNKNOWN_SCHEMA -> List.of("the registry does not know the schema, still");
        case POISON -> List.of("the bytes are no chunk");
      };
    }
    var lines = new ArrayList<String>();
    for (Schema.Field field : chunk.getSchema().getFields()) {
      Object value = chunk.get(field.pos());
      if (value instanceof ByteBuffer bytes) {
        add(lines, "  " + field.name(), bytes.remaining() + " bytes");
      } else if (showIds || !IDS.contains(field.name())) {
        add(lines, "  " + field.name(), value);
      }
    }
    return lines;
  }

  private List<String> dump(byte[] value) {
    int shown = Math.min(value.length, showIds ? HEAD_BYTES : FRAME_BYTES);
    var lines = new ArrayList<String>();
    for (int from = 0; from < shown; from += LINE_BYTES) {
      int to = Math.min(shown, from + LINE_BYTES);
      lines.add("%06x  %s".formatted(from, HexFormat.ofDelimiter(" ").formatHex(value, from, to)));
    }
    return lines;
  }

  private static void add(List<String> lines, String name, Object value) {
    lines.add(String.format(Locale.ROOT, "%-16s%s", name, value));
  }
}
