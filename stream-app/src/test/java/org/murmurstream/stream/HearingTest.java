package org.murmurstream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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
import org.murmurstream.model.beats.BeatSpectrum;
import org.murmurstream.model.decision.CommitteeEvidence;
import org.murmurstream.model.decision.FrameSummary;
import org.murmurstream.model.decision.RecordingEvidence;
import org.murmurstream.model.decision.SoundSummary;

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
              List.of(Caution.TOO_SHORT),
              List.of(
                  new CommitteeEvidence(
                      List.of(fold(OptionalDouble.of(0.25)), fold(OptionalDouble.empty())),
                      19,
                      Optional.of(new BeatSpectrum(thirdOf(0), thirdOf(100), thirdOf(200)))),
                  new CommitteeEvidence(
                      List.of(fold(OptionalDouble.empty())), 0, Optional.empty()))));

  /** What version 2 is, to the byte: stores of running applications hold it. */
  private static final String GOLDEN =
      "02000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00025456000000"
          + "0101010009544f4f5f53484f525440348000000000003fd000000000000000000000000000000000"
          + "000340280000000000007ff8000000000000000000023f800000bf0000000202bfe0000000000000"
          + "bff0000000000000c00000000000000040080000000000003fe80000000000003fc0000000000000"
          + "3fe00000000000003f80000040000000404000004080000040a0000040c0000040e0000041000000"
          + "411000004120000041300000414000003fd0000000000000bfe0000000000000bff0000000000000"
          + "c00000000000000040080000000000003fe80000000000003fc00000000000003fe0000000000000"
          + "3f80000040000000404000004080000040a0000040c0000040e00000410000004110000041200000"
          + "41300000414000007ff80000000000000000001301000000003f8000004000000040400000408000"
          + "0040a0000040c0000040e00000410000004110000041200000413000004140000041500000416000"
          + "004170000042c8000042ca000042cc000042ce000042d0000042d2000042d4000042d6000042d800"
          + "0042da000042dc000042de000042e0000042e2000042e4000042e600004348000043490000434a00"
          + "00434b0000434c0000434d0000434e0000434f000043500000435100004352000043530000435400"
          + "0043550000435600004357000001bfe0000000000000bff0000000000000c0000000000000004008"
          + "0000000000003fe80000000000003fc00000000000003fe00000000000003f800000400000004040"
          + "00004080000040a0000040c0000040e0000041000000411000004120000041300000414000007ff8"
          + "0000000000000000000000";

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
    later[0] = 3;

    // Then
    assertThatThrownBy(() -> Hearing.decode(later))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hearings")
        .hasMessageContaining("version 3")
        .hasMessageContaining("version 2");
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
            cautions,
            evidence().list().ofMaxSize(3))
        .as(
            (site, embedding, recordings, measured, usable, of, evidence) ->
                new SiteHearing(
                    site, embedding, recordings, measured, usable, List.copyOf(of), evidence));
  }

  private static Arbitrary<CommitteeEvidence> evidence() {
    Arbitrary<Double> figure = Arbitraries.doubles().between(-100, 100);
    Arbitrary<FrameSummary> frames =
        Combinators.combine(figure, figure, figure, figure, figure, figure, figure)
            .as(FrameSummary::new);
    Arbitrary<SoundSummary> sound =
        Arbitraries.floats().array(float[].class).ofSize(SoundSummary.SIZE).map(SoundSummary::new);
    Arbitrary<OptionalDouble> beats =
        Arbitraries.doubles()
            .between(0, 1)
            .optional()
            .map(value -> value.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
    Arbitrary<float[]> third = Arbitraries.floats().array(float[].class).ofSize(BeatSpectrum.BANDS);
    return Combinators.combine(
            Combinators.combine(frames, sound, beats)
                .as(RecordingEvidence::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3),
            Arbitraries.integers().between(0, 200),
            Combinators.combine(third, third, third).as(BeatSpectrum::new).optional())
        .as(CommitteeEvidence::new);
  }

  private static RecordingEvidence fold(OptionalDouble beats) {
    return new RecordingEvidence(
        new FrameSummary(-0.5, -1, -2, 3, 0.75, 0.125, 0.5),
        new SoundSummary(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}),
        beats);
  }

  private static float[] thirdOf(int first) {
    var third = new float[BeatSpectrum.BANDS];
    for (int i = 0; i < third.length; i++) {
      third[i] = first + i;
    }
    return third;
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
