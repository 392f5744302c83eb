package org.murmurstream.kafka.deadletters;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.murmurstream.core.UserException;
import org.murmurstream.core.exam.Rejection;
import org.murmurstream.kafka.wire.ChunkReader;

/** What to do about dead letters, in a sentence. */
public final class LetterAdvice {

  /**
   * In which Confluent's serializers send the schema's id, if they do not put it into the value.
   */
  private static final String SCHEMA_ID_HEADER = "__value_schema_id";

  private static final String NOT_IN_HEADERS =
      "the schema id travels in a header, and belongs before the value: set"
          + " value.schema.id.serializer="
          + "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer (Java) or"
          + " 'schema.id.serializer': prefix_schema_id_serializer (Python)";
  private static final String NO_KEY = "the record has no key: set it to patientId, as UTF-8 text";
  private static final String FRAMED_KEY =
      "the key is serialized with a schema: send it as plain text, by a StringSerializer";

  private LetterAdvice() {}

  /** About one letter, by what the record looks like; empty if it says no reason that is known. */
  public static Optional<String> of(DeadLetter letter) {
    Optional<Rejection> reason = letter.reason().flatMap(LetterAdvice::reason);
    if (reason.equals(Optional.of(Rejection.NOT_FRAMED))
        && letter.headers().lastHeader(SCHEMA_ID_HEADER) != null) {
      return Optional.of(NOT_IN_HEADERS);
    }
    if (reason.equals(Optional.of(Rejection.KEY_MISMATCH))) {
      if (letter.key() == null) {
        return Optional.of(NO_KEY);
      }
      if (ChunkReader.isFramed(letter.key())) {
        return Optional.of(FRAMED_KEY);
      }
    }
    return reason.map(LetterAdvice::of);
  }

  /** About all letters of a reason, by its name; empty if there is no such reason. */
  public static Optional<String> of(String reason) {
    return reason(reason).map(LetterAdvice::of);
  }

  /**
   * Makes sure that reasons exist.
   *
   * @throws UserException naming those that do not
   */
  public static void requireReasons(Set<String> reasons) {
    var unknown = new LinkedHashSet<>(reasons);
    Arrays.stream(Rejection.values()).map(Rejection::name).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new UserException(
          "--reason: no such reason: %s. docs/exam-life.md lists them."
              .formatted(String.join(", ", unknown)));
    }
  }

  private static Optional<Rejection> reason(String name) {
    return Arrays.stream(Rejection.values()).filter(one -> one.name().equals(name)).findFirst();
  }

  private static String of(Rejection reason) {
    return switch (reason) {
      case RECORD_TOO_LARGE, CHUNK_TOO_LARGE -> "send smaller chunks, one to two seconds each";
      case NOT_FRAMED ->
          "use an Avro serializer with a schema registry, its schema id before the"
              + " value and not in a header";
      case UNKNOWN_SCHEMA ->
          "is the device configured for the same registry? Register the schema,"
              + " then 'murmur dlq replay'";
      case UNDECODABLE ->
          "the bytes are no RecordingChunk: the client, or something on the way,"
              + " damages records or serializes something else";
      case BAD_ID -> "ids are 1 to 128 of A-Z a-z 0-9 . _ : - such as a UUID";
      case KEY_MISMATCH -> "set the record's key to patientId, as UTF-8 text";
      case MISPLACED ->
          "give all clients the partitioner that gather.partitioner names (librdkafka:"
              + " partitioner=murmur2_random for murmur2), and have the device send again; or change"
              + " that key, then 'murmur dlq replay'";
      case UNKNOWN_VALUE -> "upgrade the application, then 'murmur dlq replay'";
      case OUT_OF_RANGE -> "the schema says the range of each field";
      case BAD_SAMPLES -> "PCM16 has two bytes a sample, and a chunk at least one sample";
      case BAD_CRC ->
          "crc32c is CRC-32C over the bytes of samples; if others pass, the chunk was"
              + " damaged on the way: send it again";
      case DEVICE_MISMATCH -> "one device an exam: use a new examId";
      case SAMPLE_RATE_CHANGED -> "begin a new recording when the rate changes";
      case CONFLICT -> "never change a chunk that was sent; two exams must not share an examId";
      case BEYOND_LAST, SECOND_LAST ->
          "mark the highest sequence of a recording as last, and only" + " that";
      case TOO_MANY_CHUNKS -> "send larger chunks, or raise gather.max.recording.chunks";
      case RECORDING_TOO_LONG -> "end recordings earlier, or raise gather.max.recording.seconds";
      case EXAM_TOO_LARGE -> "split what is not one exam, or raise gather.max.exam.bytes";
      case TOO_MANY_EXAMS -> "finish exams; when those in hand are answered, 'murmur dlq replay'";
      case EXAM_CLOSED ->
          "the exam was answered and gather.revision.window is over: use a new" + " examId";
    };
  }
}
