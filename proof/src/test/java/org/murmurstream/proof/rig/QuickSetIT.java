package org.murmurstream.proof.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.murmurstream.proof.rig.machine.JavaRuntime;
import org.murmurstream.proof.rig.rows.Scenarios;

/** The quick set of {@code murmur rig}, shorter, and all of it at once: most of it is waiting. */
class QuickSetIT {

  private static final long SEED = 1;
  private static final double SCALE = 0.4;

  @TempDir private Path directory;

  @Test
  void shouldLoseDoubleAndLeaveUnexplainedNothingWhateverFaultIsFired() throws Exception {
    // Given
    List<Scenario> scenarios = Scenarios.quick();
    var java =
        new JavaRuntime(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"));

    // When
    List<RowReport> reports =
        new Rig(java, directory, SCALE).play(scenarios, SEED, scenarios.size(), row -> {});

    // Then
    assertThat(reports)
        .hasSameSizeAs(scenarios)
        .allSatisfy(
            row -> {
              assertThat(row.failures()).as(row.name()).isEmpty();
              assertThat(row.counts()).as(row.name()).isEqualTo("0 / 0 / 0 / 0 / 0");
              assertThat(row.faults()).as(row.name()).isNotEmpty();
              assertThat(row.predictions())
                  .as(row.name())
                  .isGreaterThanOrEqualTo(row.exams())
                  .isPositive();
            });
  }
}
