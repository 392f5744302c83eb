package org.murmurstream.schemas;

import java.util.Map;
import org.apache.avro.SystemLimitException;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * What Avro may do with bytes from strangers, set in one place: it instantiates the classes of this
 * package and nothing else of ours, and believes no length above these limits.
 *
 * <p>Every generated class applies it before anything else, so that no program can forget to.
 * Limits and packages given on the command line as Avro's own system properties stand.
 */
public final class AvroHardening {

  /** Longest {@code bytes} field, in bytes: 64 times the largest chunk a device may send. */
  public static final int MAX_BYTES = 16 << 20;

  /** Longest {@code string}, in bytes. */
  public static final int MAX_STRING = 1 << 20;

  /** Most items of an array or a map. */
  public static final int MAX_ITEMS = 1 << 20;

  static {
    // Avro reads its limits once, when it first decodes anything.
    Map.of(
            SystemLimitException.MAX_BYTES_LENGTH_PROPERTY, MAX_BYTES,
            SystemLimitException.MAX_STRING_LENGTH_PROPERTY, MAX_STRING,
            SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY, MAX_ITEMS,
            SystemLimitException.MAX_COLLECTION_ALLOCATION_PROPERTY, MAX_ITEMS)
        .forEach(
            (property, limit) ->
                System.getProperties().putIfAbsent(property, String.valueOf(limit)));
    String ours = AvroHardening.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(ours)));
  }

  private AvroHardening() {}

  /** Does it, once for a JVM: by the time this returns, the class is initialised. */
  public static void apply() {}
}
