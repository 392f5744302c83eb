package org.murmurstream.local.registry;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;

/** Confluent's compatibility levels. */
enum Compatibility {
  NONE,
  BACKWARD,
  BACKWARD_TRANSITIVE,
  FORWARD,
  FORWARD_TRANSITIVE,
  FULL,
  FULL_TRANSITIVE;

  /**
   * @param newestFirst the schemas it must go together with
   */
  boolean allows(Schema schema, List<Schema> newestFirst) {
    try {
      validator().validate(schema, newestFirst);
      return true;
    } catch (SchemaValidationException e) {
      return false;
    }
  }

  private SchemaValidator validator() {
    var rules = new SchemaValidatorBuilder();
    return switch (this) {
      case NONE -> (schema, existing) -> {};
      case BACKWARD -> rules.canReadStrategy().validateLatest();
      case BACKWARD_TRANSITIVE -> rules.canReadStrategy().validateAll();
      case FORWARD -> rules.canBeReadStrategy().validateLatest();
      case FORWARD_TRANSITIVE -> rules.canBeReadStrategy().validateAll();
      case FULL -> rules.mutualReadStrategy().validateLatest();
      case FULL_TRANSITIVE -> rules.mutualReadStrategy().validateAll();
    };
  }
}
