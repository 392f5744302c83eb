package org.murmurstream.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of Kafka's clients is on the class path; their manifest does not say. */
public final class ClientVersion {

  private ClientVersion() {}

  /** Such as {@code 4.4.0}; {@code missing} if there are none. */
  public static String get() {
    var properties = new Properties();
    try (InputStream in =
        ClientVersion.class.getResourceAsStream("/kafka/kafka-version.properties")) {
      if (in == null) {
        return "missing";
      }
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
