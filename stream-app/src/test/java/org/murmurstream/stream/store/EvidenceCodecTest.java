package org.murmurstream.stream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.Caution;
import org.murmurstream.core.Evidence;
import org.murmurstream.core.SignalQuality;
import org.murmurstream.core.exam.TracedEvidence;

class EvidenceCodecTest {

  /** What a committee of earlier builds kept of a recording, to the byte. */
  private static final String DETAIL =
      "02bfe0000000000000bff0000000000000c00000000000000040080000000000003fe80000000000"
          + "003fc00000000000003fe00000000000003f80000040000000404000004080000040a0000040c000"
          + "0040e0000041000000411000004120000041300000414000003fd0000000000000bfe00000000000"
          + "00bff0000000000000c00000000000000040080000000000003fe80000000000003fc00000000000"
          + "003fe00000000000003f80000040000000404000004080000040a0000040c0000040e00000410000"
          + "00411000004120000041300000414000007ff80000000000000000001301000000003f8000004000"
          + "0000404000004080000040a0000040c0000040e00000410000004110000041200000413000004140"
          + "000041500000416000004170000042c8000042ca000042cc000042ce000042d0000042d2000042d4"
          + "000042d6000042d8000042da000042dc000042de000042e0000042e2000042e4000042e600004348"
          + "000043490000434a0000434b0000434c0000434d0000434e0000434f000043500000435100004352"
          + "00004353000043540000435500004356000043570000";

  /** What version 2 is, to the byte: stores of running applications hold it. */
  private static final String GOLDEN =
      "02000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00025456000000"
          + "0101010009544f4f5f53484f525440348000000000003fd000000000000000000000000000000000"
          + "000340280000000000007ff8000000000000000000023f800000bf00000001"
          + DETAIL;

  private static final TracedEvidence STORED =
      new TracedEvidence(
          digest(),
          new Evidence(
              AuscultationSite.TV,
              new float[] {1, -0.5f},
              new SignalQuality(20.5, 0.25, 0, 3, OptionalDouble.of(12), OptionalDouble.empty()),
              true,
              List.of(Caution.TOO_SHORT),
              HexFormat.of().parseHex(DETAIL)));

  @Test
  void shouldWriteTheBytesOfItsVersion() {
    assertThat(HexFormat.of().formatHex(EvidenceCodec.encode(STORED))).isEqualTo(GOLDEN);
  }

  @Test
  void shouldReadTheBytesOfItsVersion() {
    assertSame(EvidenceCodec.decode(HexFormat.of().parseHex(GOLDEN)), STORED);
  }

  @Property(tries = 200)
  void shouldReadWhatItWrote(@ForAll("evidence") Evidence evidence) {
    // Given
    TracedEvidence stored = new TracedEvidence(digest(), evidence);

    // Then
    assertSame(EvidenceCodec.decode(EvidenceCodec.encode(stored)), stored);
  }

  @Test
  void shouldRefuseAnotherVersion() {
    // Given
    byte[] later = EvidenceCodec.encode(STORED);
    later[0] = 3;

    // Then
    assertThatThrownBy(() -> EvidenceCodec.decode(later))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hearings")
        .hasMessageContaining("version 3")
        .hasMessageContaining("version 2");
  }

  @Test
  void shouldRefuseBytesThatEndEarlyOrLate() {
    // Given: of a model that keeps nothing but the embedding; only the model knows what else it
    // wrote
    Evidence plain =
        new Evidence(
            AuscultationSite.TV, new float[] {1}, STORED.evidence().quality(), true, List.of());
    byte[] whole = EvidenceCodec.encode(new TracedEvidence(digest(), plain));

    // Then
    assertThatThrownBy(() -> EvidenceCodec.decode(Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> EvidenceCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Provide
  Arbitrary<Evidence> evidence() {
    Arbitrary<Double> share = Arbitraries.doubles().between(0, 1);
    Arbitrary<OptionalDouble> maybe =
        Arbitraries.doubles()
            .between(-100, 300)
            .optional()
            .map(value -> value.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    Arbitrary<SignalQuality> quality =
        Combinators.combine(
                Arbitraries.doubles().between(0, 3600),
                share,
                share,
                Arbitraries.integers().greaterOrEqual(0),
                maybe,
                maybe)
            .as(SignalQuality::new);
    Arbitrary<Set<Caution>> cautions = Arbitraries.of(Caution.class).set();
    return Combinators.combine(
            Arbitraries.of(AuscultationSite.class),
            Arbitraries.floats().array(float[].class).ofMaxSize(32),
            quality,
            Arbitraries.of(true, false),
            cautions,
            Arbitraries.bytes().array(byte[].class).ofMaxSize(64))
        .as(
            (site, embedding, measured, usable, of, detail) ->
                new Evidence(site, embedding, measured, usable, List.copyOf(of), detail));
  }

  private static void assertSame(TracedEvidence actual, TracedEvidence expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  private static byte[] digest() {
    byte[] digest = new byte[32];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) i;
    }
    return digest;
  }
}
