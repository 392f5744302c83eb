package org.murmurstream.trainer.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory this process holds, Java heap and native together. */
public final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int KILOBYTES_PER_MEGABYTE = 1024;

  private ResidentMemory() {}

  /** Megabytes; 0 where the system does not tell. */
  public static long megabytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEGABYTE)
        .findFirst()
        .orElse(0);
  }
}
