package org.murmurstream.stream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.murmurstream.core.AuscultationSite;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.exam.ChunkLimits;
import org.murmurstream.core.exam.Exam;
import org.murmurstream.core.exam.Recording;
import org.murmurstream.core.exam.RecordingId;

class ExamCodecTest {

  private static final ExamKey KEY = new ExamKey("p1", "e1");

  private static final Exam EXAM =
      new Exam(
          "p1",
          "e1",
          "d1",
          Exam.Phase.GATHERING,
          Map.of(AuscultationSite.AV, 2, AuscultationSite.PHC, 1),
          new TreeMap<>(
              Map.of(
                  new RecordingId(AuscultationSite.AV, 0),
                  new Recording(
                      4000,
                      OptionalInt.of(1),
                      2,
                      1,
                      1200,
                      Recording.Stage.HEARD,
                      new TreeMap<>(Map.of(0, 0x0102030405060708L, 1, -1L))),
                  new RecordingId(AuscultationSite.AV, 1),
                  new Recording(
                      8000,
                      OptionalInt.empty(),
                      1,
                      65_535,
                      400,
                      Recording.Stage.GATHERING,
                      new TreeMap<>(Map.of(65_535, 5L))))),
          Optional.of(new ModelIdentity("m", "abc", "def", true)),
          1,
          1600,
          new Exam.Source(3, 10, 12, 1_000_000, 1_000_500),
          1_000_001,
          1_000_501,
          1_000_400);

  /** What version 1 is, to the byte: stores of running applications hold it. */
  private static final String UNCOUNTED =
      "01000264310009474154484552494e4700000001000000000000064000000000000f424100000000"
          + "000f443500000000000f43d000000003000000000000000a000000000000000c00000000000f4240"
          + "00000000000f44340100016d00036162630003646566010200024156020003504843010000000200"
          + "024156000005484541524400000fa00000000100000002000001020304050607080001ffffffffff"
          + "ffffff00024156010009474154484552494e4700001f40ffffffff00000001ffff00000000000000"
          + "05";

  /** What version 3 is. */
  private static final String GOLDEN =
      "03000264310009474154484552494e4700000001000000000000064000000000000f424100000000"
          + "000f443500000000000f43d000000003000000000000000a000000000000000c00000000000f4240"
          + "00000000000f44340100016d00036162630003646566010200024156020003504843010000000200"
          + "024156000005484541524400000fa000000001000000020000000100000000000004b00000000200"
          + "0001020304050607080001ffffffffffffffff00024156010009474154484552494e4700001f40ff"
          + "ffffff000000010000ffff000000000000019000000001ffff0000000000000005";

  /** What version 2 is: as the one before, and the bytes of each recording. */
  private static final String FINGERPRINTED =
      "02000264310009474154484552494e4700000001000000000000064000000000000f424100000000"
          + "000f443500000000000f43d000000003000000000000000a000000000000000c00000000000f4240"
          + "00000000000f44340100016d00036162630003646566010200024156020003504843010000000200"
          + "024156000005484541524400000fa00000000100000002000001020304050607080001ffffffffff"
          + "ffffff00000000000004b000024156010009474154484552494e4700001f40ffffffff00000001ff"
          + "ff00000000000000050000000000000190";

  @Test
  void shouldWriteTheBytesOfItsVersion() {
    assertThat(hex(ExamCodec.encode(EXAM))).isEqualTo(GOLDEN);
  }

  @Test
  void shouldReadTheBytesOfItsVersion() {
    assertThat(ExamCodec.decode(KEY, HexFormat.of().parseHex(GOLDEN))).isEqualTo(EXAM);
  }

  @Test
  void shouldTakeOverTheFingerprintsThatAnEarlierApplicationKept() {
    assertThat(ExamCodec.decode(KEY, HexFormat.of().parseHex(FINGERPRINTED))).isEqualTo(EXAM);
  }

  @Test
  void shouldTakeOverWhatAnEarlierApplicationWrote() {
    // When
    Exam exam = ExamCodec.decode(KEY, HexFormat.of().parseHex(UNCOUNTED));

    // Then
    assertThat(exam.recordings().values()).extracting(Recording::bytes).containsOnly(0L);
    assertThat(exam).usingRecursiveComparison().ignoringFields("recordings").isEqualTo(EXAM);
  }

  @Property(tries = 200)
  void shouldReadWhatItWrote(@ForAll("exams") Exam exam) {
    assertThat(ExamCodec.decode(KEY, ExamCodec.encode(exam))).isEqualTo(exam);
  }

  @Test
  void shouldRefuseAnotherVersion() {
    // Given
    byte[] later = ExamCodec.encode(EXAM);
    later[0] = 4;

    // Then
    assertThatThrownBy(() -> ExamCodec.decode(KEY, later))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("exams")
        .hasMessageContaining("version 4")
        .hasMessageContaining("version 3");
  }

  @Test
  void shouldRefuseBytesThatEndEarlyOrLate() {
    // Given
    byte[] whole = ExamCodec.encode(EXAM);

    // Then
    assertThatThrownBy(() -> ExamCodec.decode(KEY, Arrays.copyOf(whole, whole.length - 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ExamCodec.decode(KEY, Arrays.copyOf(whole, whole.length + 1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Provide
  Arbitrary<Exam> exams() {
    Arbitrary<AuscultationSite> site = Arbitraries.of(AuscultationSite.class);
    Arbitrary<RecordingId> id =
        Combinators.combine(site, Arbitraries.integers().between(0, ChunkLimits.MAX_RECORDING))
            .as(RecordingId::new);
    Arbitrary<Recording> recording =
        Combinators.combine(
                Arbitraries.integers().between(1, 1_000_000),
                Arbitraries.integers().between(0, ChunkLimits.MAX_SEQUENCE).optional(),
                Arbitraries.maps(
                        Arbitraries.integers().between(0, ChunkLimits.MAX_SEQUENCE),
                        Arbitraries.longs())
                    .ofMaxSize(8),
                Arbitraries.integers().between(0, ChunkLimits.MAX_SEQUENCE + 1),
                Arbitraries.longs(),
                Arbitraries.of(Recording.Stage.class))
            .as(
                (rate, last, kept, chunks, bytes, stage) ->
                    new Recording(
                        rate,
                        last.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        chunks,
                        chunks - 1,
                        bytes,
                        stage,
                        new TreeMap<>(kept)));
    Arbitrary<Optional<ModelIdentity>> model =
        Combinators.combine(text(), text(), text(), Arbitraries.of(true, false))
            .as(ModelIdentity::new)
            .optional();
    Arbitrary<Exam.Source> source =
        Combinators.combine(
                Arbitraries.integers().greaterOrEqual(0),
                Arbitraries.longs(),
                Arbitraries.longs(),
                Arbitraries.longs(),
                Arbitraries.longs())
            .as(Exam.Source::new);
    return Combinators.combine(
            Combinators.combine(text(), Arbitraries.of(Exam.Phase.class), model, source)
                .as(Head::new),
            Arbitraries.maps(
                site, Arbitraries.integers().between(1, ChunkLimits.MAX_RECORDING + 1)),
            Arbitraries.maps(id, recording).ofMaxSize(5),
            Arbitraries.integers(),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.longs(),
            Arbitraries.longs())
        .as(
            (head, announced, recordings, revision, bytes, opened, progress, answered) ->
                new Exam(
                    KEY.patientId(),
                    KEY.examId(),
                    head.device(),
                    head.phase(),
                    announced,
                    new TreeMap<>(recordings),
                    head.model(),
                    revision,
                    bytes,
                    head.source(),
                    opened,
                    progress,
                    answered));
  }

  /** More fields than jqwik combines at once. */
  private record Head(
      String device, Exam.Phase phase, Optional<ModelIdentity> model, Exam.Source source) {}

  private static Arbitrary<String> text() {
    return Arbitraries.strings().ascii().ofMaxLength(64);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
