package org.murmurstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.cli.doctor.Finding.State;

class DoctorTest {

  private static final String HEALTHY =
      "jni=2.7.1 engine=PyTorch version=2.7.1 library=/natives gpus=0 device=cpu() product=right"
          + " product-micros=9";

  @TempDir Path directory;

  @Test
  void shouldFindNothingWrongWithASoundMachine() {
    // When
    List<Finding> findings =
        examine(machine("17.0.15", "Linux", "amd64", 1L << 31), prints(HEALTHY));

    // Then
    assertThat(findings).noneMatch(finding -> finding.state() == State.WRONG);
    assertThat(of("engine", findings)).contains("PyTorch 2.7.1 on cpu()");
  }

  @Test
  void shouldSayWhatToDoAboutAnOldJava() {
    // When
    List<Finding> findings =
        examine(machine("11.0.2", "Linux", "amd64", 1L << 31), prints(HEALTHY));

    // Then
    assertThat(findings)
        .filteredOn(finding -> finding.subject().equals("java"))
        .first()
        .satisfies(
            java -> {
              assertThat(java.state()).isEqualTo(State.WRONG);
              assertThat(java.remedy()).contains("JDK 17");
            });
  }

  @Test
  void shouldSayThatNativesKilledTheirJvm() {
    // When
    List<Finding> findings =
        examine(
            machine("17.0.15", "Linux", "amd64", 1L << 31),
            List.of("bash", "-c", "echo jni=2.7.1; kill -ABRT $$"));

    // Then
    assertThat(of("engine", findings)).contains("killed its JVM", "2.7.1");
  }

  @Test
  void shouldRefuseAnEngineThatMultipliesWrongly() {
    // When
    List<Finding> findings =
        examine(
            machine("17.0.15", "Linux", "amd64", 1L << 31),
            prints(HEALTHY.replace("right", "wrong")));

    // Then
    assertThat(findings).anyMatch(f -> f.subject().equals("engine") && f.state() == State.WRONG);
  }

  @Test
  void shouldNotWaitForeverForTheEngine() {
    // When
    List<Finding> findings =
        new Doctor(
                machine("17.0.15", "Linux", "amd64", 1L << 31),
                new EngineExamination(List.of("sleep", "60"), Duration.ofMillis(50)),
                Map.of())
            .examine();

    // Then
    assertThat(of("engine", findings)).contains("not ready");
  }

  @Test
  void shouldNoticeAPortInUse() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // When
      List<Finding> findings =
          new Doctor(
                  machine("17.0.15", "Linux", "amd64", 1L << 31),
                  new EngineExamination(prints(HEALTHY), Duration.ofSeconds(20)),
                  Map.of("Kafka", taken.getLocalPort()))
              .examine();

      // Then
      assertThat(of("port " + taken.getLocalPort(), findings)).contains("in use (Kafka)");
    }
  }

  private List<Finding> examine(Machine machine, List<String> probe) {
    return new Doctor(machine, new EngineExamination(probe, Duration.ofSeconds(20)), Map.of())
        .examine();
  }

  private static List<String> prints(String words) {
    return List.of("bash", "-c", "printf '%s\\n' " + words.replace("()", "\\(\\)"));
  }

  private static String of(String subject, List<Finding> findings) {
    Optional<Finding> found =
        findings.stream().filter(finding -> finding.subject().equals(subject)).findFirst();
    return found.orElseThrow().found();
  }

  private Machine machine(String java, String os, String arch, long heap) {
    return new Machine(
        java, "nobody", directory, "", os, arch, directory, directory, false, heap, 1L << 34, 2);
  }
}
