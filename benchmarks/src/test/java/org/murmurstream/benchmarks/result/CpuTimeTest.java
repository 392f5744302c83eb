package org.murmurstream.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CpuTimeTest {

  @Test
  void shouldAddUserAndSystemTimeBehindANameOfAnyKind() {
    // Given: 150 ticks of user time and 25 of system time
    String stat = "42 (C2 Compiler) x 1) S 1 42 42 0 -1 4194560 9 0 0 0 150 25 0 0 20 0 1 0 77 0";

    // Then
    assertThat(CpuTime.seconds(stat)).isEqualTo(1.75);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldTellTheCompilerFromTheWorkOfThisProcess() {
    assertThat(Files.exists(Path.of("/proc/self/stat"))).isTrue();

    // When
    CpuTime time = CpuTime.of(ProcessHandle.current().pid());

    // Then
    assertThat(time.workSeconds()).isPositive();
    assertThat(time.compilerSeconds()).isPositive();
  }

  @Test
  void shouldTellNothingOfAProcessThatIsGone() {
    assertThat(CpuTime.of(Integer.MAX_VALUE)).isEqualTo(CpuTime.NONE);
  }
}
