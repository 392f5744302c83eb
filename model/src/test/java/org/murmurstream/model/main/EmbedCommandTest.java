package org.murmurstream.model.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.UserException;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.model.golden.Golden;
import org.murmurstream.model.tensor.Tensor;
import picocli.CommandLine;

/** {@code murmur embed} and {@code murmur import-checkpoint}, as a user types them. */
class EmbedCommandTest {

  @TempDir private Path folder;
  private Path recordings;
  private Path out;
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void copyRecordings() throws IOException {
    recordings = Files.createDirectory(folder.resolve("recordings"));
    out = folder.resolve("out.npz");
    Files.createDirectory(recordings.resolve("deep"));
    Files.copy(Golden.path("frontend/c_3s_16k.wav"), recordings.resolve("c.wav"));
    Files.copy(Golden.path("frontend/d_6s08_4k.wav"), recordings.resolve("deep/d.WAV"));
    Files.writeString(recordings.resolve("notes.txt"), "not a recording");
  }

  @Test
  void shouldWriteAnArchiveOfAllRecordingsOfAFolder() {
    // When
    int status = run(new EmbedCommand(), recordings, "--out", out);

    // Then
    assertThat(status).isZero();
    var arrays = arrays();
    assertThat(arrays.keySet())
        .containsExactly(
            "bundle_digest.npy",
            "bundle_name.npy",
            "bundle_trained.npy",
            "class_token.npy",
            "clip.npy",
            "encoder_digest.npy",
            "files.npy",
            "frames/c.npy",
            "frames/deep/d.npy",
            "seconds.npy");
    assertThat(text(arrays.get("files.npy"))).isEqualTo("c\0\0\0\0\0deep/d");
    assertThat(text(arrays.get("bundle_digest.npy")))
        .isEqualTo(UntrainedBundle.create(0).identity().digest());
    assertThat(header(arrays.get("files.npy"))).contains("'descr': '<U6'", "'shape': (2,)");
    assertThat(Golden.npy(arrays.get("clip.npy")).shape()).containsExactly(2, 640);
    assertThat(Golden.npy(arrays.get("class_token.npy")).shape()).containsExactly(2, 128);
    assertThat(Golden.npy(arrays.get("frames/c.npy")).shape()).containsExactly(19, 640);
    assertThat(Golden.npy(arrays.get("frames/deep/d.npy")).shape()).containsExactly(39, 640);
    assertThat(seconds(arrays.get("seconds.npy"))).containsExactly(3, 6.08);
    assertThat(said.toString()).contains("UNTRAINED");
  }

  @Test
  void shouldWriteTheSameBytesAgain() throws IOException {
    // Given
    run(new EmbedCommand(), recordings, "--out", out);
    byte[] once = Files.readAllBytes(out);

    // When
    run(new EmbedCommand(), recordings, "--out", out);

    // Then
    assertThat(Files.readAllBytes(out)).isEqualTo(once);
  }

  @Test
  void shouldEmbedWithAnImportedCheckpointAsItsAuthorsDo() {
    // Given
    Path bundle = folder.resolve("small");
    assertThat(
            run(
                new ImportCheckpointCommand(),
                Golden.path("encoder/m2d_vit_small-80x608p16x16-golden"),
                "--heads",
                4,
                "--out",
                bundle))
        .isZero();

    // When
    run(new EmbedCommand(), recordings.resolve("c.wav"), "--bundle", bundle, "--out", out);

    // Then
    Tensor frames = Golden.npy(arrays().get("frames/c.npy"));
    Tensor expected = Golden.npy("encoder/c301_frames.npy");
    assertThat(frames.shape()).isEqualTo(expected.shape());
    assertThat(Golden.distance(frames.data(), expected.data())).isLessThan(1e-4);
  }

  @Test
  void shouldEmbedTheOthersAndSayWhichFilesAreWrong() throws IOException {
    // Given
    Files.write(recordings.resolve("short.wav"), new byte[20]);
    byte[] tiny = Files.readAllBytes(recordings.resolve("c.wav"));
    ByteBuffer header = ByteBuffer.wrap(tiny, 0, 44 + 40).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(4, 36 + 40).putInt(40, 40);
    Files.write(recordings.resolve("tiny.wav"), Arrays.copyOf(tiny, 84));

    // When
    int status = run(new EmbedCommand(), recordings, "--out", out);

    // Then
    assertThat(status).isEqualTo(1);
    assertThat(said.toString())
        .contains("short.wav", "tiny.wav: the recording is too short to be heard: 20 samples")
        .contains("2 of 4 recordings");
    assertThat(arrays()).containsKeys("frames/c.npy", "frames/deep/d.npy");
  }

  @Test
  void shouldWriteNothingWhereNothingCanBeEmbedded() throws IOException {
    // Given
    Path broken = Files.write(folder.resolve("broken.wav"), new byte[20]);

    // When
    int status = run(new EmbedCommand(), broken, "--out", out);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains("broken.wav", "nothing was written");
    assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("out.npz"));
  }

  @Test
  void shouldRefuseHalfPrecisionOnTheCpu() {
    // When
    int status = run(new EmbedCommand(), recordings, "--half", "--processor", "cpu", "--out", out);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains("half precision needs a GPU");
    assertThat(out).doesNotExist();
  }

  @Test
  void shouldRefuseTwoRecordingsOfTheSameName() throws IOException {
    // Given
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.copy(recordings.resolve("c.wav"), other.resolve("c.wav"));

    // When
    int status = run(new EmbedCommand(), recordings, other, "--out", out);

    // Then
    assertThat(status).isEqualTo(2);
    assertThat(said.toString()).contains("would both be named 'c'");
  }

  private int run(Object command, Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    var writer = new PrintWriter(said, true);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(writer)
        .setErr(writer)
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              if (failure instanceof UserException) {
                said.append(failure.getMessage());
                return 2;
              }
              throw failure;
            })
        .execute(texts);
  }

  private Map<String, byte[]> arrays() {
    var arrays = new TreeMap<String, byte[]>();
    try (var zip = new ZipFile(out.toFile())) {
      for (var entry : Collections.list(zip.entries())) {
        arrays.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
      return arrays;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(byte[] npy) {
    return new String(npy, 0, 128, StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] npy) {
    int start = 10 + ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    return new String(npy, start, npy.length - start, Charset.forName("UTF-32LE"));
  }

  private static double[] seconds(byte[] npy) {
    ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + bytes.getShort(8));
    var values = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(values);
    return values;
  }
}
