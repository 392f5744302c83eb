package org.murmurstream.kafka;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.avro.InvalidNumberEncodingException;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;

/** Why a record could not be read or written, as far as it matters to what happens next. */
public enum SerdeFault {
  /**
   * The registry did not answer, or answered something else than "no such schema". The same bytes
   * may be read later: stop, wait, try again, skip nothing.
   */
  TRANSIENT,

  /** The registry is there, and knows no such schema. */
  UNKNOWN_SCHEMA,

  /** The bytes themselves: no retry will ever read them. */
  POISON;

  /** The registry's codes for a subject, a version and a schema that do not exist. */
  private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403);

  /** Where the client talks; what it was told it reads elsewhere. */
  private static final String CLIENT = "io.confluent.kafka.schemaregistry.client.rest.";

  /** Of HTTP. */
  private static final Set<Integer> KEPT_OUT = Set.of(401, 403);

  /**
   * Sorts what one of our serdes threw. What is not known to come from the registry or the network
   * is the record's own fault.
   */
  public static SerdeFault of(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RestClientException answer) {
        return NOT_FOUND.contains(answer.getErrorCode()) ? UNKNOWN_SCHEMA : TRANSIENT;
      }
      if (cause instanceof InterruptException
          || (cause instanceof ApiException && !(cause instanceof SerializationException))) {
        return TRANSIENT;
      }
      if (cause instanceof SchemaParseException) {
        // What is registered is not Avro; how its parser failed says nothing about the network.
        return POISON;
      }
      if (cause instanceof IOException io) {
        return isDecoding(io) ? POISON : TRANSIENT;
      }
      if (isFromTalking(cause)) {
        return TRANSIENT;
      }
    }
    return POISON;
  }

  /** Whether the registry wants to know who asks, or refuses him. */
  static boolean isKeptOut(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RestClientException answer && KEPT_OUT.contains(answer.getStatus())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the client failed in the middle of talking to the registry, by whatever it threw: an
   * error without a body, such as a proxy's, is an IllegalArgumentException to it.
   */
  private static boolean isFromTalking(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(CLIENT));
  }

  /** The two that Avro's decoder throws; every other one comes from talking to the registry. */
  private static boolean isDecoding(IOException e) {
    return e instanceof EOFException || e instanceof InvalidNumberEncodingException;
  }
}
