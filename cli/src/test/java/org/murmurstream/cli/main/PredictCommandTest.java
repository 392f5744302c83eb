package org.murmurstream.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.core.Pcm;
import org.murmurstream.data.wav.WavFile;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.schemas.MurmurPrediction;

/** {@code murmur predict}, as a user types it, on recordings of noise. */
class PredictCommandTest {

  private static final int HERTZ = 4000;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeRecordings() throws IOException {
    WavFile.write(path("9_AV.wav"), audio(1, 4));
    WavFile.write(path("9_MV_1.wav"), audio(2, 4));
    WavFile.write(path("9_MV_2.wav"), audio(3, 4));
  }

  @Test
  void shouldDecideAsEvaluateDoes() throws IOException {
    // Given
    Path table = path("predictions.csv");
    run("evaluate", "--bundle", "untrained", "--data", folder, "--predictions", table);
    String[] row = Files.readAllLines(table).get(1).split(",", -1);

    // When
    int status = predict("--json", path("9_MV_2.wav"), path("9_AV.wav"), path("9_MV_1.wav"));

    // Then
    assertThat(status).isZero();
    JsonNode prediction = json();
    assertThat(row)
        .startsWith(
            "9",
            murmurOf(prediction),
            sixDecimals(prediction, "present"),
            sixDecimals(prediction, "unknown"),
            sixDecimals(prediction, "absent"));
  }

  @Test
  void shouldPrintThePredictionInItsOwnFields() throws IOException {
    // When
    predict("--json", path("9_AV.wav"), path("9_MV_1.wav"), path("9_MV_2.wav"));

    // Then
    assertThat(out.toString().strip()).doesNotContain("\n");
    JsonNode prediction = json();
    assertThat(prediction.fieldNames())
        .toIterable()
        .containsExactlyElementsOf(
            MurmurPrediction.getClassSchema().getFields().stream()
                .map(field -> field.name())
                .toList());
    assertThat(prediction.path("patientId").textValue()).isEqualTo("9");
    assertThat(prediction.path("status").textValue()).isEqualTo("COMPLETE");
    assertThat(prediction.path("sites")).hasSize(2);
    assertThat(prediction.path("sites").path(1).path("recordings").intValue()).isEqualTo(2);
    assertThat(prediction.path("model").path("digest").textValue())
        .isEqualTo(UntrainedBundle.create(0).identity().digest());
    assertThat(prediction.path("provenance").path("topic").textValue()).isEqualTo("files");
    assertThat(prediction.path("provenance").path("lastOffset").intValue()).isEqualTo(2);
  }

  @Test
  void shouldPrintATableForPeople() {
    // When
    int status = predict("MV=" + path("9_AV.wav"));

    // Then
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains(
            "verdict        ", "status         COMPLETE", "times weight is highest", "UNTRAINED")
        .containsPattern("\\| MV +\\| yes ");
    assertThat(err.toString()).contains("UNTRAINED: its verdict means nothing");
  }

  @Test
  void shouldAnswerWithReasonsWhereNothingIsUsable() throws IOException {
    // Given
    WavFile.write(path("short.wav"), audio(1, 1));

    // When
    int status = predict("--site", "tv", "--json", path("short.wav"));

    // Then
    assertThat(status).isZero();
    assertThat(json().path("status").textValue()).isEqualTo("INSUFFICIENT");
    assertThat(json().path("murmur").isNull()).isTrue();
    assertThat(json().path("sites").path(0).path("reasons").toString()).contains("TOO_SHORT");
  }

  @Test
  void shouldNameTheFileThatCannotBeRead() throws IOException {
    // Given
    Files.write(path("9_TV.wav"), new byte[100]);

    // Then
    assertThat(predict(path("9_AV.wav"), path("9_TV.wav"))).isEqualTo(2);
    assertThat(err.toString().strip())
        .contains("9_TV.wav is not a RIFF/WAVE file; give a whole recording in its place")
        .doesNotContain("\n");
    assertThat(predict(path("9_PV.wav"))).isEqualTo(2);
    assertThat(err.toString()).contains("9_PV.wav does not exist");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void shouldRefuseAPolicyOfABundleThatDoubtsNothing() {
    assertThat(predict("--policy", "confident", path("9_AV.wav"))).isEqualTo(2);
    assertThat(err.toString()).contains("leave the policy out");
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private static Pcm audio(int seed, int seconds) {
    var random = new Random(seed);
    var samples = new short[seconds * HERTZ];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) ((i % 3200 < 400 ? 900 : 90) * random.nextGaussian());
    }
    return new Pcm(HERTZ, samples);
  }

  private static String murmurOf(JsonNode prediction) {
    String name = prediction.path("murmur").textValue();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String sixDecimals(JsonNode prediction, String murmur) {
    return String.format(
        Locale.ROOT, "%.6f", prediction.path("probabilities").path(murmur).doubleValue());
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private int predict(Object... arguments) {
    return run("predict", "--bundle", "untrained", List.of(arguments));
  }

  private int run(Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] words =
        Stream.of(arguments)
            .flatMap(
                argument ->
                    argument instanceof List<?> list
                        ? list.stream().map(Object::toString)
                        : Stream.of(argument.toString()))
            .toArray(String[]::new);
    return Murmur.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }
}
