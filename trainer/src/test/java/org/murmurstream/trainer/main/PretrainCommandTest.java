package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.wav.WavFile;
import picocli.CommandLine;

class PretrainCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Path data;
  private Path run;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void record() throws IOException {
    data = Files.createDirectories(folder.resolve("data"));
    run = folder.resolve("run");
    Files.createDirectories(data.resolve("below/.hidden"));
    for (String name : List.of("p1_AV.wav", "p1_MV.wav", "p2_AV.wav", "below/p3.wav")) {
      write(data.resolve(name));
    }
    Files.writeString(data.resolve("below/.hidden/p4_AV.wav"), "no recording");
    Files.writeString(data.resolve("training_data.csv"), "no table");
  }

  @Test
  void shouldHearRecordingsWhateverIsSaidOfThem() throws IOException {
    // When
    int status = pretrain("--steps", "2", "--batch-size", "2");

    // Then
    assertThat(status).as(err.toString()).isZero();
    assertThat(run.resolve("encoder.safetensors")).exists();
    assertThat(heard().get("recordings").asInt()).isEqualTo(4);
    assertThat(config().at("/frontEnd/normalisation/centring").asText()).isEqualTo("RECORDING");
    assertThat(config().at("/encoder/stem").asText()).isEqualTo("PATCHES");
  }

  @Test
  void shouldNotHearPatientsWhoAreHeldOut() throws IOException {
    // Given
    Path folds = folder.resolve("folds.csv");
    Files.writeString(folds, "patient_id,fold\np1,0\np2,1\np3,1\n");

    // When
    int status =
        pretrain(
            "--steps", "1", "--bs", "2", "--folds-file", folds.toString(), "--exclude-fold", "0");

    // Then
    assertThat(status).as(err.toString()).isZero();
    assertThat(heard().get("recordings").asInt()).isEqualTo(2);
    assertThat(heard().get("excludedRecordings").asInt()).isEqualTo(2);
    assertThat(config().get("recordings").asInt()).isEqualTo(2);
  }

  @Test
  void shouldStoreTheStatisticsOfTheArchiveWhereTheFrontEndNeedsThem() throws IOException {
    // When
    int status =
        pretrain("--encoder", "tiny-c", "--crop-seconds", "0.64", "--steps", "1", "--bs", "2");

    // Then
    assertThat(status).as(err.toString()).isZero();
    assertThat(config().at("/frontEnd/normalisation/centring").asText()).isEqualTo("DATASET");
    assertThat(config().at("/frontEnd/normalisation/mean").asDouble()).isNotEqualTo(-7.1);
    assertThat(config().at("/encoder/frames").asInt()).isEqualTo(64);
  }

  @Test
  void shouldGoOnWithAnEncoderThatWasPretrained() throws IOException {
    // Given
    assertThat(pretrain("--steps", "1", "--bs", "2")).isZero();
    Path first = run;
    run = folder.resolve("further");

    // When
    int status = pretrain("--from", first.toString(), "--steps", "1", "--bs", "2");

    // Then
    assertThat(status).as(err.toString()).isZero();
    assertThat(config().at("/startedFrom/kind").asText()).isEqualTo("pre-training");
    assertThat(config().at("/startedFrom/heard/recordings").asInt()).isEqualTo(4);
  }

  @Test
  void shouldAskForStepsOrEpochs() {
    assertThat(pretrain()).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("give either --steps or --epochs");
  }

  @Test
  void shouldNameTheEncodersThereAre() {
    assertThat(pretrain("--encoder", "huge", "--steps", "1")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .contains("expected one of [heart, heart-patches, tiny-c, tiny-a, vit-base]");
  }

  private int pretrain(String... options) {
    var command =
        new CommandLine(new PretrainCommand())
            .setErr(new PrintWriter(err))
            .setCaseInsensitiveEnumValuesAllowed(true);
    String[] all = {"--data", data.toString(), "--run", run.toString(), "--threads", "1"};
    String[] args = new String[all.length + options.length];
    System.arraycopy(all, 0, args, 0, all.length);
    System.arraycopy(options, 0, args, all.length, options.length);
    return command.execute(args);
  }

  private JsonNode heard() throws IOException {
    return JSON.readTree(run.resolve("run.json").toFile()).at("/training/heard");
  }

  private JsonNode config() throws IOException {
    return JSON.readTree(run.resolve("config.json").toFile());
  }

  private static void write(Path file) throws IOException {
    var random = new Random(1);
    var samples = new short[4000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (1000 * random.nextGaussian());
    }
    WavFile.write(file, new Pcm(4000, samples));
  }
}
