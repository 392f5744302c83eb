package org.murmurstream.stream;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.Caution;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.audio.SignalQuality;
import org.murmurstream.model.decision.CommitteeEvidence;

/**
 * One recording as it lies in its store once it has been heard.
 *
 * @param audioDigest the recording's {@link org.murmurstream.model.exam.AudioDigest}, 32 bytes
 * @param heard what the ear made of it
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Hearing(byte[] audioDigest, SiteHearing heard) {

  private static final int VERSION = 2;
  private static final int DIGEST_BYTES = 32;

  /** As a {@link StoredValue}. */
  byte[] encode() {
    int expectedBytes =
        128
            + heard.embedding().length * Float.BYTES
            + heard.evidence().size() * EvidenceFields.EXPECTED_BYTES;
    return StoredValue.encode(VERSION, expectedBytes, this::write);
  }

  /**
   * @throws IllegalStateException if the bytes are not of this build's version
   */
  static Hearing decode(byte[] value) {
    return StoredValue.decode(Stores.HEARINGS, VERSION, value, Hearing::read);
  }

  private void write(DataOutputStream out) throws IOException {
    out.write(audioDigest);
    out.writeUTF(heard.site().name());
    out.writeInt(heard.recordings());
    out.writeBoolean(heard.usable());
    out.writeByte(heard.cautions().size());
    for (Caution caution : heard.cautions()) {
      out.writeUTF(caution.name());
    }
    SignalQuality quality = heard.quality();
    out.writeDouble(quality.seconds());
    out.writeDouble(quality.clippedShare());
    out.writeDouble(quality.silentShare());
    out.writeInt(quality.dropouts());
    out.writeDouble(quality.snrDb().orElse(Double.NaN));
    out.writeDouble(quality.heartRateBpm().orElse(Double.NaN));
    out.writeInt(heard.embedding().length);
    for (float value : heard.embedding()) {
      out.writeFloat(value);
    }
    out.writeByte(heard.evidence().size());
    for (CommitteeEvidence evidence : heard.evidence()) {
      EvidenceFields.write(evidence, out);
    }
  }

  private static Hearing read(DataInputStream in) throws IOException {
    byte[] digest = in.readNBytes(DIGEST_BYTES);
    AuscultationSite site = AuscultationSite.valueOf(in.readUTF());
    int recordings = in.readInt();
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
    List<CommitteeEvidence> evidence = new ArrayList<>();
    for (int n = in.readUnsignedByte(); n > 0; n--) {
      evidence.add(EvidenceFields.read(in));
    }
    return new Hearing(
        digest, new SiteHearing(site, embedding, recordings, quality, usable, cautions, evidence));
  }

  private static OptionalDouble optional(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
