package org.murmurstream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that one downloads, unpacked where there is nothing else of the project. */
class DistributionIT {

  private static final Path TARGET = Path.of("..", "distribution", "target");

  @TempDir static Path directory;

  private static Path home;

  @BeforeAll
  static void unpack() throws Exception {
    run(directory, "tar", "-xzf", archive().toAbsolutePath().toString());
    try (Stream<Path> files = Files.list(directory)) {
      home = files.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @Test
  void shouldRunWithoutSourcesAndBuildTools() throws Exception {
    // When
    String printed = run(home, "bin/murmur", "--version");

    // Then
    assertThat(printed.strip().replace(' ', '-')).isEqualTo(home.getFileName().toString());
  }

  @Test
  void shouldHoldAModelThatIsUsedUnasked() throws Exception {
    // When
    String printed = run(home, "bin/murmur", "stream", "--print-config");

    // Then
    assertThat(home.resolve("models/heart-3/bundle.json")).isRegularFile();
    assertThat(printed).contains("bundle");
  }

  @Test
  void shouldLogAsItsConfFolderSays() throws Exception {
    // Given
    Files.writeString(
        home.resolve("conf/logback.xml"),
        """
        <configuration>
          <appender name="own" class="ch.qos.logback.core.ConsoleAppender">
            <encoder><pattern>own: %msg%n</pattern></encoder>
          </appender>
          <root level="DEBUG"><appender-ref ref="own"/></root>
        </configuration>
        """);

    // When
    String printed = run(home, "bin/murmur", "topology");

    // Then
    assertThat(printed).contains("own: ");
  }

  @Test
  void shouldSayWhatItIsMadeOf() throws IOException {
    // Then
    assertThat(home.resolve("bom.json")).content().contains("CycloneDX", "kafka-streams");
    assertThat(home.resolve("THIRD-PARTY.txt")).content().contains("kafka-streams", "Apache");
    assertThat(home.resolve("NOTICE")).content().contains("Confluent");
    assertThat(home.resolve("LICENSE")).isRegularFile();
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(TARGET)) {
      return files.filter(file -> file.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private static String run(Path folder, String... command) throws Exception {
    Path out = directory.resolve("out");
    int status =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    assertThat(status).as("%s", List.of(command)).isZero();
    return Files.readString(out);
  }
}
