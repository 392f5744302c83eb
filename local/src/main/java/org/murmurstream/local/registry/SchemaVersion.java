package org.murmurstream.local.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.apache.avro.Schema;

/**
 * A schema under a subject, as the registry tells it.
 *
 * @param version from 1 within the subject
 * @param id from 1 over all subjects; the same schema has the same id everywhere
 * @param schema as Avro writes it
 * @param deleted whether it is deleted softly: hidden, but still there for who asks by its id
 */
record SchemaVersion(
    String subject, int version, int id, String schema, @JsonIgnore boolean deleted) {

  SchemaVersion softlyDeleted() {
    return new SchemaVersion(subject, version, id, schema, true);
  }

  Schema parsed() {
    return new Schema.Parser().parse(schema);
  }
}
