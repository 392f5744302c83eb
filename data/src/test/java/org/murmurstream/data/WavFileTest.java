package org.murmurstream.data;

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
  void shouldAverageTwoChannels() throws IOException {
    // Given
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(CHANNELS_AT, (short) 2);
    Files.write(file, bytes);

    // When
    Pcm read = WavFile.read(file);

    // Then: (0 + 1) / 2, (-1 + 32767) / 2, (-32768 + 1234) / 2
    assertThat(read.samples()).containsExactly((short) 0, (short) 16383, (short) -15767);
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
    BITS_AT + ",24,24 bits",
    RATE_AT + ",0,0 Hz",
    "20,3,encoding 3",
    "40,0,0 bytes of samples",
    "40,3,3 bytes of samples"
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

  @Test
  void shouldRefuseWhatIsNoWaveFile() throws IOException {
    // Given
    Files.writeString(file, "<html>503 Service Unavailable</html>");

    // When // Then
    assertThatThrownBy(() -> WavFile.read(file)).hasMessageEndingWith("is not a RIFF/WAVE file");
  }

  @Test
  void shouldNameAFileThatDoesNotExist() {
    // When // Then
    assertThatThrownBy(() -> WavFile.read(folder.resolve("no.wav")))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("no.wav does not exist");
  }
}
