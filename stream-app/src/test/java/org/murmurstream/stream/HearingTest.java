package org.murmurstream.stream;

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
import org.murmurstream.model.AuscultationSite;
import org.murmurstream.model.Caution;
import org.murmurstream.model.SiteHearing;
import org.murmurstream.model.audio.SignalQuality;

class HearingTest {

  private static final Hearing HEARING =
      new Hearing(
          digest(),
          new SiteHearing(
              AuscultationSite.TV,
              new float[] {1, -0.5f},
              1,
              new SignalQuality(20.5, 0.25, 0, 3, OptionalDouble.of(12), OptionalDouble.empty()),
              true,
              List.of(Caution.TOO_SHORT)));

  /** What version 1 is, to the byte: stores of running applications hold it. */
  private static final String GOLDEN =
      "01000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00025456000000"
          + "0101010009544f4f5f53484f525440348000000000003fd000000000000000000000000000000000"
          + "000340280000000000007ff8000000000000000000023f800000bf000000";

  @Test
  void shouldWriteTheBytesOfItsVersion() {
    assertThat(HexFormat.of().formatHex(HEARING.encode())).isEqualTo(GOLDEN);
  }

  @Test
  void shouldReadTheBytesOfItsVersion() {
    assertSame(Hearing.decode(HexFormat.of().parseHex(GOLDEN)), HEARING);
  }

  @Property(tries = 200)
  void shouldReadWhatItWrote(@ForAll("hearings") SiteHearing heard) {
    // Given
    Hearing hearing = new Hearing(digest(), heard);

    // Then
    assertSame(Hearing.decode(hearing.encode()), hearing);
  }

  @Test
  void shouldRefuseAnotherVersion() {
    // Given
    byte[] later = HEARING.encode();
    later[0] = 2;

    // Then
    assertThatThrownBy(() -> Hearing.decode(later))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hearings")
        .hasMessageContaining("version 2")
        .hasMessageContaining("version 1");
  }

  @Test
  void shouldRefuseBytesThatEndEarlyOrLate() {
    // Given
    byte[] whole = HEARING.encode();

    // Then
    assertThatThrownBy(() -> Hearing.decode(Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Hearing.decode(Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Provide
  Arbitrary<SiteHearing> hearings() {
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
            Arbitraries.integers().between(0, 100),
            quality,
            Arbitraries.of(true, false),
            cautions)
        .as(
            (site, embedding, recordings, measured, usable, of) ->
                new SiteHearing(site, embedding, recordings, measured, usable, List.copyOf(of)));
  }

  private static void assertSame(Hearing actual, Hearing expected) {
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
