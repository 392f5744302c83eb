package org.murmurstream.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Versions of the libraries that decide what murmur does, as they are on the class path. */
final class LibraryVersions {

  private LibraryVersions() {}

  static List<String> all() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("Kafka", kafka());
    versions.put("Avro", of("org.apache.avro.Schema"));
    versions.put("Micrometer", of("io.micrometer.core.instrument.MeterRegistry"));
    return versions.entrySet().stream().map(v -> v.getKey() + " " + v.getValue()).toList();
  }

  /** Which has no version in its manifest. */
  private static String kafka() {
    var properties = new Properties();
    try (InputStream in =
        LibraryVersions.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      if (in == null) {
        return "missing";
      }
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
