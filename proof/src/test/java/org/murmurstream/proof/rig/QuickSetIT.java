package org.murmurstream.proof.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.rig.rows.Scenarios;

/** The quick set of {@code murmur rig}, at half its length. */
class QuickSetIT {

  private static final long SEED = 1;
  private static final double SCALE = 0.4;

  @TempDir private Path directory;

  static Stream<Named<Scenario>> scenarios() {
    return Scenarios.quick().stream().map(scenario -> Named.of(scenario.name(), scenario));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void shouldLoseDoubleAndLeaveUnexplainedNothingWhen(Scenario fault) throws Exception {
    // Given
    var java =
        new JavaRuntime(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"));

    // When
    List<RowReport> reports = new Rig(java, directory, SCALE).play(List.of(fault), SEED, 1, row -> {});

    // Then
    assertThat(reports)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.failures()).isEmpty();
              assertThat(row.counts()).isEqualTo("0 / 0 / 0 / 0 / 0");
              assertThat(row.faults()).isNotEmpty();
              assertThat(row.predictions()).isGreaterThanOrEqualTo(row.exams()).isPositive();
            });
  }
}
