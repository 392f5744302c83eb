package org.murmurstream.trainer.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.model.bundle.ModelBundle;
import org.murmurstream.model.bundle.UntrainedBundle;
import org.murmurstream.trainer.releases.Subject;
import picocli.CommandLine;

/** Bundles in folders are looked at without a broker. */
class ModelsCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final ModelBundle first = UntrainedBundle.create(1);
  private final ModelBundle second = UntrainedBundle.create(2);

  @BeforeEach
  void save() {
    first.save(directory.resolve("first"));
    second.save(directory.resolve("second"));
  }

  @Test
  void shouldListTheBundlesOfAFolderAndSayWhichIsBroken() throws IOException {
    // Given
    Files.delete(directory.resolve("second").resolve("SHA256SUMS"));

    // When
    int status = execute("list", "--dir", directory.toString());

    // Then
    assertThat(status).isZero();
    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString()).contains(first.identity().version(), "SHA256SUMS");
  }

  @Test
  void shouldShowConfigurationAndCard() {
    // When
    int status = execute("show", directory.resolve("first").toString());

    // Then
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains(
            first.identity().digest(), "encoder.width = ", "lineage.encoderSeed = 1", first.card());
  }

  @Test
  void shouldTellOnlyWhatDiffers() {
    // When
    int status =
        execute(
            "diff", directory.resolve("first").toString(), directory.resolve("second").toString());

    // Then
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("file encoder.safetensors", "--all shows them")
        .doesNotContain("encoder.width", "lineage.encoderSeed");
    assertThat(out.toString().lines()).allMatch(line -> line.length() < 250);
  }

  @Test
  void shouldTellHowTheyWereMadeIfAsked() {
    // When
    execute(
        "diff",
        "--all",
        directory.resolve("first").toString(),
        directory.resolve("second").toString());

    // Then
    assertThat(out.toString().lines()).containsSubsequence("lineage.encoderSeed", "    1", "    2");
  }

  @Test
  void shouldFindAModelInUseThatComesWithTheProgram() {
    // Given
    System.setProperty("murmur.home", directory.toString());
    first.save(directory.resolve("models/heart"));

    // When
    int status;
    try {
      status =
          execute(
              "show",
              first.identity().name() + "@" + first.identity().version().substring(0, 7),
              "--bootstrap-servers=localhost:1");
    } finally {
      System.clearProperty("murmur.home");
    }

    // Then
    assertThat(status).isZero();
    assertThat(out.toString()).contains(first.identity().digest(), "models/heart");
  }

  @Test
  void shouldSayWhichIsShownWhereAFolderHasTheNameOfARelease() {
    assertThat(Subject.shadowing("src"))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("folder", "src@VERSION"));
    assertThat(Subject.shadowing("./src")).isEmpty();
    assertThat(Subject.shadowing("no-such-folder")).isEmpty();
  }

  private int execute(String... args) {
    return new CommandLine(new ModelsCommand()).setOut(new PrintWriter(out, true)).execute(args);
  }
}
