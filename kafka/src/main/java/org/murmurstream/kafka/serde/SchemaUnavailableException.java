package org.murmurstream.kafka.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The schema that a record names is not at hand. */
public final class SchemaUnavailableException extends SerializationException {

  private static final long serialVersionUID = 1L;

  private final transient WriterSchemas.Answer answer;

  SchemaUnavailableException(WriterSchemas.Answer answer) {
    super("The schema that the record names is not at hand");
    this.answer = answer;
  }

  /** Whether it may be at hand later. */
  public boolean isAwaited() {
    return answer instanceof WriterSchemas.Awaited;
  }

  /** Whether the registry knows no such schema. */
  public boolean isUnknown() {
    return answer instanceof WriterSchemas.Refused refused
        && refused.fault() == org.murmurstream.kafka.SerdeFault.UNKNOWN_SCHEMA;
  }
}
