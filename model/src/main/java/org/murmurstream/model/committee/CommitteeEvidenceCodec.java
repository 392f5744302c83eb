package org.murmurstream.model.committee;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.murmurstream.model.beats.BeatSpectrum;

/**
 * A committee's evidence of one recording as bytes. They lie in the stores of running applications:
 * a change of this format is a new kind of model.
 */
final class CommitteeEvidenceCodec {

  private static final int EXPECTED_BYTES = 1000;

  /**
   * The first byte of evidence that holds figures of the sound, once for all folds. That of other
   * evidence is its number of folds, which is not 0.
   */
  private static final int WITH_FIGURES = 0;

  private static final SoundSummary NO_SOUND = new SoundSummary(new float[0]);

  private CommitteeEvidenceCodec() {}

  static byte[] encode(CommitteeEvidence evidence) {
    var bytes = new ByteArrayOutputStream(EXPECTED_BYTES);
    try (var out = new DataOutputStream(bytes)) {
      write(evidence, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IllegalArgumentException if these are not the bytes of such evidence
   */
  static CommitteeEvidence decode(byte[] value) {
    var bytes = new ByteArrayInputStream(value);
    try (var in = new DataInputStream(bytes)) {
      CommitteeEvidence evidence = read(in);
      if (bytes.available() > 0) {
        throw new IllegalArgumentException("a committee's evidence ends too late");
      }
      return evidence;
    } catch (IOException e) {
      throw new IllegalArgumentException("a committee's evidence ends too early", e);
    }
  }

  private static void write(CommitteeEvidence evidence, DataOutputStream out) throws IOException {
    if (evidence.figures().isPresent()) {
      out.writeByte(WITH_FIGURES);
    }
    out.writeByte(evidence.folds().size());
    for (RecordingEvidence fold : evidence.folds()) {
      FrameSummary frames = fold.frames();
      out.writeDouble(frames.present());
      out.writeDouble(frames.unknown());
      out.writeDouble(frames.absent());
      out.writeDouble(frames.murmur());
      out.writeDouble(frames.annotatable());
      out.writeDouble(frames.entropy());
      out.writeDouble(frames.periodicity());
      if (evidence.figures().isEmpty()) {
        writeFloats(fold.sound().values(), out);
      }
      out.writeDouble(fold.beats().orElse(Double.NaN));
    }
    out.writeInt(evidence.usableCycles());
    out.writeBoolean(evidence.spectrum().isPresent());
    if (evidence.spectrum().isPresent()) {
      writeFloats(evidence.spectrum().get().early(), out);
      writeFloats(evidence.spectrum().get().mid(), out);
      writeFloats(evidence.spectrum().get().late(), out);
    }
    if (evidence.figures().isPresent()) {
      SoundFigures figures = evidence.figures().get();
      writeFloats(figures.sound(), out);
      writeFloats(figures.quality(), out);
      out.writeDouble(figures.loudSteps());
      out.writeDouble(figures.clearSeconds());
      out.writeDouble(figures.maskedShare());
    }
  }

  private static CommitteeEvidence read(DataInputStream in) throws IOException {
    List<RecordingEvidence> folds = new ArrayList<>();
    int first = in.readUnsignedByte();
    boolean withFigures = first == WITH_FIGURES;
    for (int n = withFigures ? in.readUnsignedByte() : first; n > 0; n--) {
      FrameSummary frames =
          new FrameSummary(
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble(),
              in.readDouble());
      SoundSummary sound =
          withFigures ? NO_SOUND : new SoundSummary(readFloats(SoundSummary.SIZE, in));
      double beats = in.readDouble();
      folds.add(
          new RecordingEvidence(
              frames,
              sound,
              Double.isNaN(beats) ? OptionalDouble.empty() : OptionalDouble.of(beats)));
    }
    int usableCycles = in.readInt();
    Optional<BeatSpectrum> spectrum =
        in.readBoolean()
            ? Optional.of(
                new BeatSpectrum(
                    readFloats(BeatSpectrum.BANDS, in),
                    readFloats(BeatSpectrum.BANDS, in),
                    readFloats(BeatSpectrum.BANDS, in)))
            : Optional.empty();
    if (!withFigures) {
      return new CommitteeEvidence(folds, usableCycles, spectrum, Optional.empty());
    }
    var figures =
        new SoundFigures(
            readFloats(SoundFigures.SOUND.size(), in),
            readFloats(SoundFigures.QUALITY.size(), in),
            in.readDouble(),
            in.readDouble(),
            in.readDouble());
    SoundSummary sound = new SoundSummary(figures.sound());
    return new CommitteeEvidence(
        folds.stream()
            .map(fold -> new RecordingEvidence(fold.frames(), sound, fold.beats()))
            .toList(),
        usableCycles,
        spectrum,
        Optional.of(figures));
  }

  private static void writeFloats(float[] values, DataOutputStream out) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] readFloats(int size, DataInputStream in) throws IOException {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
