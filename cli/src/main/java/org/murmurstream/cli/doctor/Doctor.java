package org.murmurstream.cli.doctor;

import static org.murmurstream.cli.doctor.Finding.careful;
import static org.murmurstream.cli.doctor.Finding.fine;
import static org.murmurstream.cli.doctor.Finding.wrong;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at everything murmur stands on, and says what is wrong and what to do. */
public final class Doctor {

  private static final int OLDEST_JAVA = 17;
  private static final long GIB = 1L << 30;

  /** Unpacked natives take half of it, a demo's broker and stores the rest. */
  private static final long DISK_BYTES = 2 * GIB;

  /** A ViT-base encoder at its largest batch, beside broker and application. */
  private static final long MEMORY_BYTES = 4 * GIB;

  private static final long HEAP_BYTES = GIB / 2;

  private final Machine machine;
  private final EngineExamination engine;
  private final Map<String, Integer> ports;

  /**
   * @param ports ports that services listen on by default, by what listens there
   */
  public Doctor(Machine machine, EngineExamination engine, Map<String, Integer> ports) {
    this.machine = machine;
    this.engine = engine;
    this.ports = ports;
  }

  public List<Finding> examine() {
    var findings = new ArrayList<Finding>();
    findings.add(java());
    findings.add(platform());
    findings.addAll(engine.examine());
    findings.add(libraries());
    findings.add(memory());
    findings.add(disk("disk for natives", machine.nativeCache(), "DJL_CACHE_DIR"));
    findings.add(
        disk("disk for the demo", machine.temporary(), "MURMUR_JAVA_OPTS=-Djava.io.tmpdir=DIR"));
    ports.forEach((what, port) -> findings.add(port(what, port)));
    return findings;
  }

  private Finding java() {
    String found =
        "%s by %s in %s".formatted(machine.javaVersion(), machine.javaVendor(), machine.javaHome());
    return Runtime.Version.parse(machine.javaVersion()).feature() >= OLDEST_JAVA
        ? fine("java", found)
        : wrong("java", found, "Install a JDK 17 or newer and point JAVA_HOME at it.");
  }

  private Finding platform() {
    String found =
        "%s %s, %d cores".formatted(machine.osName(), machine.osArch(), machine.processors());
    boolean natives = machine.osName().equals("Linux") && machine.osArch().equals("amd64");
    if (natives || machine.ownTorch()) {
      return fine("platform", found);
    }
    return wrong(
        "platform",
        found,
        "The natives that come with murmur are for Linux on x86-64; elsewhere install libtorch and"
            + " set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR, or use the container"
            + " image.");
  }

  private static Finding libraries() {
    return fine("libraries", String.join(", ", LibraryVersions.all()));
  }

  private Finding memory() {
    String found =
        "%s of memory, Java heap up to %s"
            .formatted(size(machine.memoryBytes()), size(machine.maxHeapBytes()));
    if (machine.maxHeapBytes() < HEAP_BYTES) {
      return wrong("memory", found, "Give the heap 512 MB or more: MURMUR_JAVA_OPTS=-Xmx1g.");
    }
    return machine.memoryBytes() < MEMORY_BYTES
        ? careful("memory", found, "4 GB are advisable: the encoder works outside the Java heap.")
        : fine("memory", found);
  }

  private static Finding disk(String subject, Path directory, String setting) {
    Path existing = directory.toAbsolutePath();
    while (!Files.isDirectory(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      String found = "%s free for %s".formatted(size(free), directory);
      if (!Files.isWritable(existing)) {
        return wrong(
            subject,
            "%s cannot be written".formatted(existing),
            "Make it writable, or choose another directory by %s.".formatted(setting));
      }
      return free < DISK_BYTES
          ? careful(
              subject,
              found,
              "2 GB are advisable; free some, or choose another directory by %s."
                  .formatted(setting))
          : fine(subject, found);
    } catch (IOException e) {
      return wrong(subject, "%s cannot be looked at".formatted(existing), "Check its file system.");
    }
  }

  private static Finding port(String what, int port) {
    String subject = "port " + port;
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return fine(subject, "free (%s)".formatted(what));
    } catch (IOException e) {
      return careful(
          subject,
          "in use (%s)".formatted(what),
          "If that is not yours, choose another port for this service.");
    }
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
