package org.murmurstream.serde;

import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.SystemLimitException;
import org.apache.avro.util.ClassSecurityValidator;
import org.murmurstream.schemas.RecordingChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Avro may do with bytes from strangers, set in one place: it instantiates the classes of
 * {@code org.murmurstream.schemas} and nothing else of ours, and believes no length above these
 * limits. Every {@link AvroSerdes} applies it; a program that decodes Avro without one calls {@link
 * #apply()} first.
 *
 * <p>A limit set on the command line as a system property stands.
 */
public final class AvroHardening {

  /** Longest {@code bytes} field: 64 times the largest chunk a device may send. */
  public static final int MAX_BYTES = 16 << 20;

  /** Longest {@code string} in bytes. */
  public static final int MAX_STRING = 1 << 20;

  /** Most items of an array or a map. */
  public static final int MAX_ITEMS = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(AvroHardening.class);

  /** Avro reads these once, when it first decodes anything. */
  private static final Map<String, Integer> LIMITS =
      Map.of(
          SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, MAX_BYTES,
          SystemLimitException.MAX_STRING_LENGTH_PROPERTY, MAX_STRING,
          SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, MAX_ITEMS,
          SystemLimitException.MAX_COLLECTION_ALLOCATION_PROPERTY, MAX_ITEMS);

  private AvroHardening() {}

  /** Sets the limits and the classes Avro may instantiate; any number of times. */
  public static void apply() {
    LIMITS.forEach(AvroHardening::setIfAbsent);
    String trusted = RecordingChunk.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.DEFAULT, type -> type.getPackageName().equals(trusted)));
    if (!isEffective()) {
      LOG.atWarn().log("Avro decoded something before its limits were set; they do not apply");
    }
  }

  private static void setIfAbsent(String property, Integer limit) {
    System.getProperties().putIfAbsent(property, limit.toString());
  }

  private static boolean isEffective() {
    try {
      SystemLimitException.checkMaxBytesLength(Integer.MAX_VALUE - 8);
      return false;
    } catch (AvroRuntimeException expected) {
      return true;
    }
  }
}
