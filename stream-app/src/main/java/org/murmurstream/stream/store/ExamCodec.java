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

  private static final int VERSION = 2;

  /** The recordings of this one do not say how many bytes they have. */
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
            Map.of(UNCOUNTED, in -> read(in, key, false), VERSION, in -> read(in, key, true))),
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

  private static Exam read(DataInputStream in, ExamKey key, boolean counted) throws IOException {
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
          new RecordingId(AuscultationSite.valueOf(in.readUTF()), in.readByte()),
          readRecording(in, counted));
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
    out.writeInt(recording.fingerprints().size());
    for (Map.Entry<Integer, Long> chunk : recording.fingerprints().entrySet()) {
      out.writeShort(chunk.getKey());
      out.writeLong(chunk.getValue());
    }
    out.writeLong(recording.bytes());
  }

  private static Recording readRecording(DataInputStream in, boolean counted) throws IOException {
    Recording.Stage stage = Recording.Stage.valueOf(in.readUTF());
    int sampleRateHz = in.readInt();
    int last = in.readInt();
    SortedMap<Integer, Long> fingerprints = new TreeMap<>();
    for (int n = in.readInt(); n > 0; n--) {
      fingerprints.put(in.readUnsignedShort(), in.readLong());
    }
    return new Recording(
        sampleRateHz,
        last == NONE ? OptionalInt.empty() : OptionalInt.of(last),
        fingerprints,
        counted ? in.readLong() : 0,
        stage);
  }
}
