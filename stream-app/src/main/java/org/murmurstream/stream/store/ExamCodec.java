package org.murmurstream.stream.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.RecordingId;

/** An exam as it lies in its store: a {@link StoredValue}; its ids are in the key. */
final class ExamCodec {

  private static final int VERSION = 3;

  /** The recordings of this one hold the fingerprints of their chunks, again with every chunk. */
  private static final int FINGERPRINTED = 2;

  /** So do those of this one, which do not say how many bytes they have. */
  private static final int UNCOUNTED = 1;

  private static final int NONE = -1;
  private static final int EXPECTED_BYTES = 512;

  private ExamCodec() {}

  static byte[] encode(Exam exam) {
    return StoredValue.encode(VERSION, EXPECTED_BYTES, out -> write(out, exam));
  }

  /**
   * @throws IllegalStateException if the bytes are of no version that this build reads
   */
  static Exam decode(ExamKey key, byte[] value) {
    return StoredValue.decode(
        Stores.EXAMS,
        new TreeMap<>(
            Map.of(
                UNCOUNTED,
                in -> read(in, key, stored -> readFingerprinted(stored, false)),
                FINGERPRINTED,
                in -> read(in, key, stored -> readFingerprinted(stored, true)),
                VERSION,
                in -> read(in, key, ExamCodec::readRecording))),
        value);
  }

  private static void write(DataOutputStream out, Exam exam) throws IOException {
    out.writeUTF(exam.deviceId());
    out.writeUTF(exam.phase().name());
    out.writeInt(exam.revision());
    out.writeLong(exam.bytes());
    out.writeLong(exam.openedAt());
    out.writeLong(exam.progressAt());
    out.writeLong(exam.answeredAt());
    write(out, exam.source());
    out.writeBoolean(exam.model().isPresent());
    if (exam.model().isPresent()) {
      write(out, exam.model().get());
    }
    writeAnnounced(out, exam.announced());
    out.writeInt(exam.recordings().size());
    for (Map.Entry<RecordingId, Recording> recording : exam.recordings().entrySet()) {
      out.writeUTF(recording.getKey().site().name());
      out.writeByte(recording.getKey().number());
      write(out, recording.getValue());
    }
  }

  /** Reads a recording. */
  @FunctionalInterface
  private interface RecordingReader {
    Recording read(DataInputStream in) throws IOException;
  }

  private static Exam read(DataInputStream in, ExamKey key, RecordingReader reader)
      throws IOException {
    String deviceId = in.readUTF();
    Exam.Phase phase = Exam.Phase.valueOf(in.readUTF());
    int revision = in.readInt();
    long bytes = in.readLong();
    long openedAt = in.readLong();
    long progressAt = in.readLong();
    long answeredAt = in.readLong();
    Exam.Source source = readSource(in);
    Optional<ModelIdentity> model =
        in.readBoolean() ? Optional.of(readModel(in)) : Optional.empty();
    Map<AuscultationSite, Integer> announced = readAnnounced(in);
    SortedMap<RecordingId, Recording> recordings = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      recordings.put(
          new RecordingId(AuscultationSite.valueOf(in.readUTF()), in.readByte()), reader.read(in));
    }
    return new Exam(
        key.patientId(),
        key.examId(),
        deviceId,
        phase,
        announced,
        recordings,
        model,
        revision,
        bytes,
        source,
        openedAt,
        progressAt,
        answeredAt);
  }

  private static void write(DataOutputStream out, Exam.Source source) throws IOException {
    out.writeInt(source.partition());
    out.writeLong(source.firstOffset());
    out.writeLong(source.lastOffset());
    out.writeLong(source.firstChunkAt());
    out.writeLong(source.lastChunkAt());
  }

  private static Exam.Source readSource(DataInputStream in) throws IOException {
    return new Exam.Source(
        in.readInt(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }

  private static void write(DataOutputStream out, ModelIdentity model) throws IOException {
    out.writeUTF(model.name());
    out.writeUTF(model.digest());
    out.writeUTF(model.encoderDigest());
    out.writeBoolean(model.trained());
  }

  private static ModelIdentity readModel(DataInputStream in) throws IOException {
    return new ModelIdentity(in.readUTF(), in.readUTF(), in.readUTF(), in.readBoolean());
  }

  private static void writeAnnounced(DataOutputStream out, Map<AuscultationSite, Integer> announced)
      throws IOException {
    out.writeByte(announced.size());
    for (Map.Entry<AuscultationSite, Integer> site : new TreeMap<>(announced).entrySet()) {
      out.writeUTF(site.getKey().name());
      out.writeByte(site.getValue());
    }
  }

  private static Map<AuscultationSite, Integer> readAnnounced(DataInputStream in)
      throws IOException {
    Map<AuscultationSite, Integer> announced = new EnumMap<>(AuscultationSite.class);
    for (int n = in.readByte(); n > 0; n--) {
      announced.put(AuscultationSite.valueOf(in.readUTF()), (int) in.readByte());
    }
    return announced;
  }

  private static void write(DataOutputStream out, Recording recording) throws IOException {
    out.writeUTF(recording.stage().name());
    out.writeInt(recording.sampleRateHz());
    out.writeInt(recording.last().orElse(NONE));
    out.writeInt(recording.chunks());
    out.writeInt(recording.highest());
    out.writeLong(recording.bytes());
    out.writeInt(recording.kept().size());
    for (Map.Entry<Integer, Long> chunk : recording.kept().entrySet()) {
      out.writeShort(chunk.getKey());
      out.writeLong(chunk.getValue());
    }
  }

  private static Recording readRecording(DataInputStream in) throws IOException {
    Recording.Stage stage = Recording.Stage.valueOf(in.readUTF());
    int sampleRateHz = in.readInt();
    OptionalInt last = readLast(in);
    int chunks = in.readInt();
    int highest = in.readInt();
    long bytes = in.readLong();
    return new Recording(sampleRateHz, last, chunks, highest, bytes, stage, readFingerprints(in));
  }

  private static Recording readFingerprinted(DataInputStream in, boolean counted)
      throws IOException {
    Recording.Stage stage = Recording.Stage.valueOf(in.readUTF());
    int sampleRateHz = in.readInt();
    OptionalInt last = readLast(in);
    SortedMap<Integer, Long> kept = readFingerprints(in);
    return new Recording(
        sampleRateHz,
        last,
        kept.size(),
        kept.isEmpty() ? NONE : kept.lastKey(),
        counted ? in.readLong() : 0,
        stage,
        kept);
  }

  private static OptionalInt readLast(DataInputStream in) throws IOException {
    int last = in.readInt();
    return last == NONE ? OptionalInt.empty() : OptionalInt.of(last);
  }

  private static SortedMap<Integer, Long> readFingerprints(DataInputStream in) throws IOException {
    SortedMap<Integer, Long> fingerprints = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      fingerprints.put(in.readUnsignedShort(), in.readLong());
    }
    return fingerprints;
  }
}
