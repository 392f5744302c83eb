package org.murmurstream.data.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.murmurstream.core.Pcm;
import org.murmurstream.core.UserException;

class WavFileTest {

  private static final Pcm PCM =
      new Pcm(4000, new short[] {0, 1, -1, Short.MAX_VALUE, Short.MIN_VALUE, 1234});
  private static final int CHANNELS_AT = 22;
  private static final int RATE_AT = 24;
  private static final int BITS_AT = 34;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeRecording() throws IOException {
    file = folder.resolve("1_AV.wav");
    WavFile.write(file, PCM);
  }

  @Test
  void shouldReadBackWhatItWrote() {
    // When
    Pcm read = WavFile.read(file);

    // Then
    assertThat(read.sampleRateHz()).isEqualTo(PCM.sampleRateHz());
    assertThat(read.samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldWriteTheHeaderEveryReaderKnows() throws IOException {
    // When
    ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);

    // Then
    assertThat(header.limit()).isEqualTo(44 + 12);
    assertThat(header.getInt(4)).isEqualTo(36 + 12);
    assertThat(header.getShort(20)).isEqualTo((short) 1);
    assertThat(header.getInt(RATE_AT)).isEqualTo(4000);
    assertThat(header.getInt(28)).isEqualTo(8000);
    assertThat(header.getInt(40)).isEqualTo(12);
  }

  @Test
  void shouldSkipChunksItDoesNotKnowWithTheirPadding() throws IOException {
    // Given
    byte[] plain = Files.readAllBytes(file);
    ByteArrayOutputStream extended = new ByteArrayOutputStream();
    extended.write(plain, 0, 36);
    extended.write("LIST".getBytes(StandardCharsets.US_ASCII));
    extended.write(new byte[] {3, 0, 0, 0, 'a', 'b', 'c', 0});
    extended.write(plain, 36, plain.length - 36);
    byte[] bytes = extended.toByteArray();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, bytes.length - 8);
    Files.write(file, bytes);

    // When
    Pcm read = WavFile.read(file);

    // Then
    assertThat(read.samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldAverageTwoChannelsOfTheSameSound() throws IOException {
    // Given
    Files.write(file, stereo(new int[] {0, 1000, -501, 3}, new int[] {1, 1002, -500, 4}));

    // When
    Pcm read = WavFile.read(file);

    // Then: half a step is rounded down
    assertThat(read.samples()).containsExactly((short) 0, (short) 1001, (short) -501, (short) 3);
  }

  @Test
  void shouldTakeTheChannelThatSoundsWhenTheOtherIsSilent() throws IOException {
    // Given
    Files.write(file, stereo(new int[] {7, 7, 7, 7}, new int[] {1, 1002, -500, 4}));

    // When // Then
    assertThat(WavFile.read(file).samples())
        .containsExactly((short) 1, (short) 1002, (short) -500, (short) 4);
  }

  @Test
  void shouldNotCancelAChannelByItsMirrorImage() throws IOException {
    // Given
    Files.write(file, stereo(new int[] {1, 1002, -500, 4}, new int[] {-1, -1002, 500, -4}));

    // When // Then
    assertThat(WavFile.read(file).samples())
        .containsExactly((short) 1, (short) 1002, (short) -500, (short) 4);
  }

  @Test
  void shouldNotMixHeartSoundsWithWhatIsOnTheOtherChannel() throws IOException {
    // Given
    Files.write(file, stereo(new int[] {100, -100, 100, -100}, new int[] {900, 900, 0, 0}));

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file))
        .hasMessageContainingAll("two channels that differ", "ffmpeg", "c0=c0");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // encoding, bits, bytes of the samples, what they are in 16 bits
    "1, 8, 80 00 ff, 0 -32768 32512",
    "1, 24, 000100 00ff7f 000080 800100, 1 32767 -32768 2",
    "1, 32, 00000100 0000ff7f 00000080, 1 32767 -32768",
    "3, 32, 00000000 0000003f 000080bf, 0 16384 -32768",
    "3, 64, 0000000000000000 000000000000e03f, 0 16384",
    "7, 8, ff 80 00, 0 32124 -32124",
    "6, 8, d5 55 aa 2a, 8 -8 32256 -32256"
  })
  void shouldReadWhatStethoscopeAppsExport(int encoding, int bits, String bytes, String samples)
      throws IOException {
    // Given
    Files.write(file, wav(encoding, 1, bits, HexFormat.of().parseHex(bytes.replace(" ", ""))));

    // When // Then
    assertThat(WavFile.read(file).samples())
        .containsExactly(Stream.of(samples.split(" ")).map(Short::valueOf).toArray(Short[]::new));
  }

  @Test
  void shouldMakeSofterAsAWholeWhatWentBeyondFullScale() throws IOException {
    // Given: 2, -1, 0.5
    byte[] floats = HexFormat.of().parseHex("00000040" + "000080bf" + "0000003f");
    Files.write(file, wav(3, 1, 32, floats));

    // When // Then
    assertThat(WavFile.read(file).samples())
        .containsExactly((short) 32767, (short) -16384, (short) 8192);
  }

  @Test
  void shouldRefuseSamplesThatAreNoNumbers() throws IOException {
    // Given
    Files.write(file, wav(3, 1, 32, HexFormat.of().parseHex("0000c07f")));

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file)).hasMessageContaining("no numbers");
  }

  @ParameterizedTest(name = "RIFF {0}, data {1}")
  @CsvSource({
    "0, 0", "36, 0", "4294967295, 4294967295", "2147479588, 2147479552", // not known yet
    "56, 12", "0, 12", "4294967295, 12", "84, 12", // wrong, of whole data
    "48, 48" // the data announces as much as the file
  })
  void shouldHearAllWhateverTheSizesOfItsWriter(long riffSize, long dataSize) throws IOException {
    // Given
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4, (int) riffSize)
        .putInt(40, (int) dataSize);
    Files.write(file, bytes);

    // When // Then
    assertThat(WavFile.read(file).samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldNotTakeWhatFollowsTheSamplesForSound() throws IOException {
    // Given: a chunk that is cut off, and a byte that is half a sample
    byte[] plain = Files.readAllBytes(file);
    byte[] bytes = Arrays.copyOf(plain, plain.length + 14);
    bytes[plain.length] = 1;
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(4, bytes.length - 8).putInt(40, 13).position(plain.length + 2);
    header.put("LIST".getBytes(StandardCharsets.US_ASCII)).putInt(400);
    Files.write(file, bytes);

    // When // Then
    assertThat(WavFile.read(file).samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldFindTheSamplesBehindAChunkThatIsNotPadded() throws IOException {
    // Given
    byte[] plain = Files.readAllBytes(file);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, 36);
    bytes.write("LIST".getBytes(StandardCharsets.US_ASCII));
    bytes.write(new byte[] {3, 0, 0, 0, 'a', 'b', 'c'});
    bytes.write(plain, 36, plain.length - 36);
    Files.write(file, bytes.toByteArray());

    // When // Then
    assertThat(WavFile.read(file).samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldReadTheFormatAlsoBehindTheData() throws IOException {
    // Given
    byte[] plain = Files.readAllBytes(file);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, 12);
    bytes.write(plain, 36, plain.length - 36);
    bytes.write(plain, 12, 24);
    Files.write(file, bytes.toByteArray());

    // When // Then
    assertThat(WavFile.read(file).samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldReadBigEndianFilesAndThoseForMoreThanFourGigabytes() throws IOException {
    // Given
    ByteBuffer rifx = ByteBuffer.allocate(48);
    rifx.put("RIFX".getBytes(StandardCharsets.US_ASCII)).putInt(40);
    rifx.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    rifx.putShort((short) 1).putShort((short) 1).putInt(4000).putInt(8000);
    rifx.putShort((short) 2).putShort((short) 16);
    rifx.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(4).putShort((short) 1);
    rifx.putShort((short) 1234);
    Path bigEndian = Files.write(folder.resolve("big-endian.wav"), rifx.array());
    byte[] plain = Files.readAllBytes(file);
    ByteBuffer rf64 = ByteBuffer.allocate(plain.length + 36).order(ByteOrder.LITTLE_ENDIAN);
    rf64.put("RF64".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
    rf64.put("WAVEds64".getBytes(StandardCharsets.US_ASCII)).putInt(28);
    rf64.putLong(plain.length + 28).putLong(12).putLong(6).putInt(0);
    rf64.put(plain, 12, 28).putInt(-1).put(plain, 44, 12);
    Path large = Files.write(folder.resolve("large.wav"), rf64.array());

    // When // Then
    assertThat(WavFile.read(bigEndian).samples()).containsExactly((short) 1, (short) 1234);
    assertThat(WavFile.read(large).samples()).containsExactly(PCM.samples());
  }

  @Test
  void shouldReadTheExtensibleFormat() throws IOException {
    // Given
    byte[] plain = Files.readAllBytes(file);
    byte[] bytes = new byte[plain.length + 24];
    System.arraycopy(plain, 0, bytes, 0, 36);
    System.arraycopy(plain, 36, bytes, 60, plain.length - 36);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(4, bytes.length - 8).putInt(16, 40).putShort(20, (short) 0xfffe);
    header.putShort(44, (short) 1);
    Files.write(file, bytes);

    // When // Then
    assertThat(WavFile.read(file).samples()).containsExactly(PCM.samples());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 11, 12, 30, 43, 44, 54, 55})
  void shouldRefuseAFileCutOffAnywhere(int length) throws IOException {
    // Given
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("1_AV.wav");
  }

  @Test
  void shouldRefuseDataCutOffEvenIfTheFirstHeaderWasMended() throws IOException {
    // Given
    byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), 50);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 42);
    Files.write(file, bytes);

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file))
        .hasMessageContaining("announces 12 bytes and has 6");
  }

  @ParameterizedTest
  @CsvSource({
    CHANNELS_AT + ",3,3 channels",
    CHANNELS_AT + ",0,0 channels",
    BITS_AT + ",20,20 bits",
    RATE_AT + ",0,0 Hz",
    "20,17,ffmpeg",
    "40,3,8 bytes after its chunks that are none"
  })
  void shouldSayWhatIsWrongWithTheFormat(int position, short value, String complaint)
      throws IOException {
    // Given
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(position, value);
    Files.write(file, bytes);

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("1_AV.wav", complaint);
  }

  @ParameterizedTest
  @CsvSource({
    "<html>503 Service Unavailable</html>, a web page",
    "ID3\u0003, an MP3",
    "....ftypM4A, M4A",
    "FORM....AIFF, an AIFF",
    "version https://git-lfs.github.com/spec/v1, git lfs pull",
    "nobody knows, is not a RIFF/WAVE file"
  })
  void shouldSayWhatAFileIsThatIsNoWaveFile(String content, String guess) throws IOException {
    // Given
    Files.writeString(file, content);

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file))
        .hasMessageContainingAll("is not a RIFF/WAVE file", guess);
  }

  @Test
  void shouldNameAFileThatDoesNotExist() {
    // When // Then
    assertThatThrownBy(() -> WavFile.read(folder.resolve("no.wav")))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("no.wav does not exist");
  }

  private static byte[] stereo(int[] left, int[] right) {
    ByteBuffer data =
        ByteBuffer.allocate(left.length * 2 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < left.length; i++) {
      data.putShort((short) left[i]).putShort((short) right[i]);
    }
    return wav(1, 2, 16, data.array());
  }

  private static byte[] wav(int encoding, int channels, int bits, byte[] data) {
    ByteBuffer bytes = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data.length);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) encoding).putShort((short) channels).putInt(4000);
    bytes.putInt(4000 * channels * bits / 8).putShort((short) (channels * bits / 8));
    bytes.putShort((short) bits).put("data".getBytes(StandardCharsets.US_ASCII));
    return bytes.putInt(data.length).put(data).array();
  }
}
