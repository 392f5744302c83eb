package org.murmurstream.integration.takeover;

import java.util.Base64;

/**
 * A chunk as a device sends it.
 *
 * @param patientId the record's key
 * @param chunk the record's value, framed and in Avro's binary form
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
public record Upload(String patientId, byte[] chunk) {

  private static final String SEPARATOR = " ";

  /** Key and value in Base64, as one line. */
  String line() {
    return patientId + SEPARATOR + Base64.getEncoder().encodeToString(chunk);
  }

  static Upload parse(String line) {
    String[] parts = line.split(SEPARATOR, 2);
    return new Upload(parts[0], Base64.getDecoder().decode(parts[1]));
  }
}
