package org.murmurstream.cli.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.murmurstream.kafka.ClientVersion;

/** Versions of the libraries that decide what murmur does, as they are on the class path. */
final class LibraryVersions {

  private LibraryVersions() {}

  static List<String> all() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("Kafka", ClientVersion.get());
    versions.put("Avro", of("org.apache.avro.Schema"));
    versions.put("Micrometer", of("io.micrometer.core.instrument.MeterRegistry"));
    return versions.entrySet().stream().map(v -> v.getKey() + " " + v.getValue()).toList();
  }

  private static String of(String className) {
    try {
      String version =
          Class.forName(className, false, LibraryVersions.class.getClassLoader())
              .getPackage()
              .getImplementationVersion();
      return version == null ? "(unnamed)" : version;
    } catch (ClassNotFoundException e) {
      return "missing";
    }
  }
}
