package org.murmurstream.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with stand-ins for Java and Maven. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

  @TempDir private Path home;

  @BeforeEach
  void layOutAProject() throws IOException {
    Files.copy(Path.of("..", "murmur"), home.resolve("murmur"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("core/src/main"));
    Files.writeString(home.resolve("core/pom.xml"), "<project/>");
    program(
        "java",
        """
        case $1 in
          -version) echo 'openjdk version "17.0.1"' >&2 ;;
          --list-modules) echo jdk.compiler@17 ;;
          *) echo started ;;
        esac
        """);
    program(
        "mvn",
        """
        if [ "$1" = --version ]; then echo 'Apache Maven 3.9.1'; exit; fi
        mkdir -p cli/target/lib core/target
        """);
  }

  @Test
  void shouldSayWhatTheFirstBuildDoesAndHowLongItTakes() throws Exception {
    // When
    String said = launch();

    // Then
    assertThat(said)
        .containsSubsequence("first start", "minutes", "downloads", "MB", "building", "started");
  }

  @Test
  void shouldSayThatSourcesChanged() throws Exception {
    // Given
    launch();
    Files.delete(home.resolve("target/murmur.stamp"));

    // When // Then
    assertThat(launch()).contains("sources are newer", "about a minute").doesNotContain("first");
  }

  @Test
  void shouldSayNothingWhereAllIsBuilt() throws Exception {
    // Given
    launch();

    // When // Then
    assertThat(launch()).isEqualTo("started\n");
  }

  private String launch() throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", home.resolve("murmur").toString(), "demo");
    builder.environment().remove("JAVA_HOME");
    builder
        .environment()
        .merge("PATH", home.resolve("bin").toString(), (path, own) -> own + ":" + path);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return said;
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
