package org.murmurstream.kafka.serde;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.murmurstream.schemas.Encoding;
import org.murmurstream.schemas.RecordingChunk;
import org.murmurstream.schemas.Site;

final class ExampleChunk {

  private ExampleChunk() {}

  static RecordingChunk chunk() {
    return RecordingChunk.newBuilder()
        .setExamId("exam-1")
        .setPatientId("patient-1")
        .setDeviceId("device-1")
        .setSite(Site.MV)
        .setSequence(3)
        .setLast(true)
        .setSampleRateHz(4000)
        .setEncoding(Encoding.PCM16)
        .setSamples(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}))
        .setCrc32c(0x29308CF4L)
        .setIntendedSites(List.of(Site.AV, Site.MV))
        .setRecordedAt(Instant.ofEpochMilli(1_700_000_000_123L))
        .build();
  }
}
