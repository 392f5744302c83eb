package org.murmurstream.stream.store;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.exam.TracedEvidence;

/** The evidence of one recording as it lies in its store: a {@link StoredValue}. */
final class EvidenceCodec {

  private static final int VERSION = 2;
  private static final int DIGEST_BYTES = 32;

  /** Earlier builds put several recordings of a site into one value. */
  private static final int RECORDINGS = 1;

  private EvidenceCodec() {}

  static byte[] encode(TracedEvidence traced) {
    Evidence evidence = traced.evidence();
    int expectedBytes = 128 + evidence.embedding().length * Float.BYTES + evidence.detail().length;
    return StoredValue.encode(
        VERSION,
        expectedBytes,
        out -> {
          out.write(traced.audioDigest());
          write(out, evidence);
        });
  }

  /**
   * @throws IllegalStateException if the bytes are not of this build's version
   */
  static TracedEvidence decode(byte[] value) {
    return StoredValue.decode(Stores.HEARINGS, VERSION, value, EvidenceCodec::read);
  }

  private static void write(DataOutputStream out, Evidence evidence) throws IOException {
    out.writeUTF(evidence.site().name());
    out.writeInt(RECORDINGS);
    out.writeBoolean(evidence.usable());
    out.writeByte(evidence.cautions().size());
    for (Caution caution : evidence.cautions()) {
      out.writeUTF(caution.name());
    }
    SignalQuality quality = evidence.quality();
    out.writeDouble(quality.seconds());
    out.writeDouble(quality.clippedShare());
    out.writeDouble(quality.silentShare());
    out.writeInt(quality.dropouts());
    out.writeDouble(quality.snrDb().orElse(Double.NaN));
    out.writeDouble(quality.heartRateBpm().orElse(Double.NaN));
    out.writeInt(evidence.embedding().length);
    for (float value : evidence.embedding()) {
      out.writeFloat(value);
    }
    out.writeByte(evidence.detail().length == 0 ? 0 : 1);
    out.write(evidence.detail());
  }

  private static TracedEvidence read(DataInputStream in) throws IOException {
    byte[] digest = in.readNBytes(DIGEST_BYTES);
    AuscultationSite site = AuscultationSite.valueOf(in.readUTF());
    in.readInt();
    boolean usable = in.readBoolean();
    List<Caution> cautions = new ArrayList<>();
    for (int n = in.readByte(); n > 0; n--) {
      cautions.add(Caution.valueOf(in.readUTF()));
    }
    SignalQuality quality =
        new SignalQuality(
            in.readDouble(),
            in.readDouble(),
            in.readDouble(),
            in.readInt(),
            optional(in.readDouble()),
            optional(in.readDouble()));
    float[] embedding = new float[in.readInt()];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = in.readFloat();
    }
    byte[] detail = in.readUnsignedByte() == 0 ? new byte[0] : in.readAllBytes();
    return new TracedEvidence(
        digest, new Evidence(site, embedding, quality, usable, cautions, detail));
  }

  private static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
