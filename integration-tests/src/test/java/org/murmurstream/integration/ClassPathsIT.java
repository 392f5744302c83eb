package org.murmurstream.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.murmurstream.local.main.LocalProgram;
import org.murmurstream.sim.main.SimulatorProgram;
import org.murmurstream.stream.main.StreamProgram;

/**
 * Each program carries what it needs and nothing of the others. Its class path, laid out by the
 * build in {@code target/lib}, is what its image holds.
 */
class ClassPathsIT {

  private static final String BROKER = "org.apache.kafka.kafka_2.13 kafka-server kafka-metadata";
  private static final String SCALA = "org.scala-lang";
  private static final String TORCH = "ai.djl pytorch";
  private static final String LEARNING = "org.knowm org.murmurstream.trainer";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "stream-app, "
        + (BROKER + " " + SCALA + " " + LEARNING)
        + " org.murmurstream.local org.murmurstream.producer-sim org.murmurstream.cli",
    "producer-sim, "
        + (BROKER + " " + SCALA + " " + LEARNING + " " + TORCH)
        + " org.rocksdb kafka-streams org.murmurstream.model org.murmurstream.stream-app"
        + " org.murmurstream.local org.murmurstream.cli",
    "local, "
        + (LEARNING + " " + TORCH)
        + " org.murmurstream.model org.murmurstream.stream-app org.murmurstream.producer-sim"
        + " org.murmurstream.cli"
  })
  void shouldHoldNothingOfOtherPrograms(String program, String forbidden) throws IOException {
    // When
    List<String> jars = jars(program);

    // Then
    assertThat(jars)
        .isNotEmpty()
        .allSatisfy(jar -> assertThat(jar).doesNotContain(forbidden.split(" ")));
  }

  @Test
  void shouldRunTheApplicationByWhatItHolds() throws Exception {
    // When
    String printed = run("stream-app", StreamProgram.class, "topology");

    // Then
    assertThat(printed).contains("recordings").isEqualTo(golden());
  }

  @Test
  void shouldRunTheSimulatorByWhatItHolds() throws Exception {
    // When
    String printed =
        run("producer-sim", SimulatorProgram.class, "synth", "--patients=1", directory + "/hearts");

    // Then
    assertThat(printed).startsWith("Wrote 1 patients");
  }

  @Test
  void shouldRunBrokerAndRegistryByWhatTheyHold() throws Exception {
    // When
    String printed = run("local", LocalProgram.class, "local", "--help");

    // Then
    assertThat(printed).startsWith("Usage: murmur local");
  }

  private static List<String> jars(String program) throws IOException {
    try (Stream<Path> files = Files.list(lib(program))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Path lib(String program) {
    return Path.of("..", program, "target", "lib");
  }

  private static String golden() throws IOException {
    return Files.readString(Path.of("../stream-app/src/test/resources/topology.txt"));
  }

  private String run(String program, Class<?> main, String... args) throws Exception {
    Path out = directory.resolve("out");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                lib(program) + "/*",
                main.getName()));
    command.addAll(List.of(args));
    int status =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    assertThat(status).isZero();
    return Files.readString(out);
  }
}
