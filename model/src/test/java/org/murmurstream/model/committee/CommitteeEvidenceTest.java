package org.murmurstream.model.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.murmurstream.model.beats.BeatSpectrum;

class CommitteeEvidenceTest {

  private static final CommitteeEvidence EVIDENCE =
      new CommitteeEvidence(
          List.of(fold(OptionalDouble.of(0.25)), fold(OptionalDouble.empty())),
          19,
          Optional.of(new BeatSpectrum(thirdOf(0), thirdOf(100), thirdOf(200))));

  /** What the stores of running applications hold. */
  private static final String GOLDEN =
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

  @Test
  void shouldWriteTheBytesThatStoresHold() {
    assertThat(HexFormat.of().formatHex(EVIDENCE.encode())).isEqualTo(GOLDEN);
  }

  @Test
  void shouldReadTheBytesThatStoresHold() {
    assertThat(CommitteeEvidence.decode(HexFormat.of().parseHex(GOLDEN)))
        .usingRecursiveComparison()
        .isEqualTo(EVIDENCE);
  }

  @Property(tries = 200)
  void shouldReadWhatItWrote(@ForAll("evidence") CommitteeEvidence evidence) {
    assertThat(CommitteeEvidence.decode(evidence.encode()))
        .usingRecursiveComparison()
        .isEqualTo(evidence);
  }

  @Test
  void shouldRefuseBytesThatEndEarlyOrLate() {
    // Given
    byte[] whole = EVIDENCE.encode();

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommitteeEvidence.decode(Arrays.copyOf(whole, whole.length - 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommitteeEvidence.decode(Arrays.copyOf(whole, whole.length + 1)));
  }

  @Provide
  Arbitrary<CommitteeEvidence> evidence() {
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
        .as((folds, cycles, spectrum) -> new CommitteeEvidence(folds, cycles, spectrum));
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
}
