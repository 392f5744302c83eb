package org.murmurstream.local;

import java.nio.ByteBuffer;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;

public final class Chunks {

  private Chunks() {}

  public static RecordingChunk chunk() {
    return RecordingChunk.newBuilder()
        .setExamId("exam-1")
        .setPatientId("patient-1")
        .setDeviceId("device-1")
        .setSite(Site.MV)
        .setSequence(0)
        .setLast(true)
        .setSampleRateHz(4000)
        .setEncoding(Encoding.PCM16)
        .setSamples(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}))
        .setCrc32c(0x29308CF4L)
        .build();
  }
}
