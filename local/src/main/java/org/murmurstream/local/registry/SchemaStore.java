package org.murmurstream.local.registry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Subjects, versions, ids and compatibility levels by the rules of Confluent's registry. A change
 * goes to the journal first and counts when it is there.
 *
 * <p>Looks through all schemas for most questions: a development registry holds dozens, not
 * millions.
 */
final class SchemaStore {

  private static final Compatibility DEFAULT_LEVEL = Compatibility.BACKWARD;

  private final Journal journal;
  private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects =
      new TreeMap<>();
  private final Map<Optional<String>, Compatibility> levels = new HashMap<>();
  private int lastId;

  SchemaStore(Journal journal) {
    this.journal = journal;
  }

  // What the journal held when the registry started.

  synchronized void restore(SchemaVersion version) {
    subjects
        .computeIfAbsent(version.subject(), name -> new TreeMap<>())
        .put(version.version(), version);
    lastId = Math.max(lastId, version.id());
  }

  synchronized void forget(String subject, int version) {
    NavigableMap<Integer, SchemaVersion> versions = subjects.getOrDefault(subject, new TreeMap<>());
    versions.remove(version);
    if (versions.isEmpty()) {
      subjects.remove(subject);
    }
  }

  synchronized void restoreLevel(Optional<String> subject, Optional<Compatibility> level) {
    level.ifPresentOrElse(value -> levels.put(subject, value), () -> levels.remove(subject));
  }

  // Schemas.

  /** Registers a schema, or finds it where it has been registered before. */
  synchronized SchemaVersion register(String subject, String text) {
    Schema schema = parse(text);
    List<SchemaVersion> live = live(subject);
    Optional<SchemaVersion> same = withSchema(live, schema);
    if (same.isPresent()) {
      return same.get();
    }
    if (!levelInForce(subject).allows(schema, newestFirst(live))) {
      throw RegistryError.incompatible(subject);
    }
    int id = withSchema(all().toList(), schema).map(SchemaVersion::id).orElse(lastId + 1);
    int version = 1 + versions(subject, true).mapToInt(SchemaVersion::version).max().orElse(0);
    var registered = new SchemaVersion(subject, version, id, schema.toString(), false);
    journal.put(registered);
    restore(registered);
    return registered;
  }

  synchronized SchemaVersion find(String subject, String text, boolean deleted) {
    List<SchemaVersion> versions = existing(subject, deleted);
    return withSchema(versions, parse(text)).orElseThrow(RegistryError::schemaNotFound);
  }

  synchronized List<SchemaVersion> byId(int id) {
    List<SchemaVersion> found = all().filter(version -> version.id() == id).toList();
    if (found.isEmpty()) {
      throw RegistryError.schemaNotFound(id);
    }
    return found;
  }

  synchronized List<String> subjects(boolean deleted) {
    return subjects.keySet().stream()
        .filter(subject -> versions(subject, deleted).findAny().isPresent())
        .toList();
  }

  synchronized List<Integer> versionsOf(String subject, boolean deleted) {
    return numbers(existing(subject, deleted));
  }

  synchronized SchemaVersion version(String subject, WantedVersion wanted, boolean deleted) {
    List<SchemaVersion> versions = existing(subject, deleted);
    return wanted.in(versions).orElseThrow(() -> RegistryError.versionNotFound(wanted.number()));
  }

  // Deleting: softly first, then for good.

  synchronized List<Integer> deleteSubject(String subject, boolean permanent) {
    List<SchemaVersion> live = live(subject);
    List<SchemaVersion> all = versions(subject, true).toList();
    if (all.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    if (permanent && !live.isEmpty()) {
      throw RegistryError.subjectNotSoftDeleted(subject);
    }
    if (!permanent && live.isEmpty()) {
      throw RegistryError.subjectSoftDeleted(subject);
    }
    List<SchemaVersion> gone = permanent ? all : live;
    gone.forEach(version -> delete(version, permanent));
    setLevel(Optional.of(subject), Optional.empty());
    return numbers(gone);
  }

  synchronized int deleteVersion(String subject, WantedVersion wanted, boolean permanent) {
    SchemaVersion version = version(subject, wanted, true);
    if (permanent && !version.deleted()) {
      throw RegistryError.versionNotSoftDeleted(subject, version.version());
    }
    if (!permanent && version.deleted()) {
      throw RegistryError.versionSoftDeleted(subject, version.version());
    }
    delete(version, permanent);
    return version.version();
  }

  private void delete(SchemaVersion version, boolean permanent) {
    if (permanent) {
      journal.remove(version.subject(), version.version());
      forget(version.subject(), version.version());
    } else {
      journal.put(version.softlyDeleted());
      restore(version.softlyDeleted());
    }
  }

  // Compatibility.

  synchronized Compatibility level() {
    return levels.getOrDefault(Optional.<String>empty(), DEFAULT_LEVEL);
  }

  synchronized Optional<Compatibility> levelOf(String subject) {
    return Optional.ofNullable(levels.get(Optional.of(subject)));
  }

  synchronized void setLevel(Optional<String> subject, Optional<Compatibility> level) {
    if (!Optional.ofNullable(levels.get(subject)).equals(level)) {
      journal.level(subject, level);
      restoreLevel(subject, level);
    }
  }

  /** Whether a schema could stand beside one version of a subject. */
  synchronized boolean isCompatible(String subject, WantedVersion wanted, String text) {
    return levelInForce(subject)
        .allows(parse(text), List.of(version(subject, wanted, false).parsed()));
  }

  /** Whether a schema could be registered. */
  synchronized boolean isCompatible(String subject, String text) {
    return levelInForce(subject).allows(parse(text), newestFirst(live(subject)));
  }

  private Compatibility levelInForce(String subject) {
    return levelOf(subject).orElseGet(this::level);
  }

  private static Schema parse(String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw RegistryError.invalidSchema(
          "Input schema is an invalid Avro schema. Details: " + e.getMessage());
    }
  }

  private Stream<SchemaVersion> all() {
    return subjects.values().stream().flatMap(versions -> versions.values().stream());
  }

  private Stream<SchemaVersion> versions(String subject, boolean deleted) {
    return subjects.getOrDefault(subject, new TreeMap<>()).values().stream()
        .filter(version -> deleted || !version.deleted());
  }

  private List<SchemaVersion> live(String subject) {
    return versions(subject, false).toList();
  }

  private List<SchemaVersion> existing(String subject, boolean deleted) {
    List<SchemaVersion> versions = versions(subject, deleted).toList();
    if (versions.isEmpty()) {
      throw RegistryError.subjectNotFound(subject);
    }
    return versions;
  }

  private static Optional<SchemaVersion> withSchema(List<SchemaVersion> versions, Schema schema) {
    String text = schema.toString();
    return versions.stream().filter(version -> version.schema().equals(text)).findFirst();
  }

  private static List<Schema> newestFirst(List<SchemaVersion> versions) {
    return versions.stream()
        .sorted(Comparator.comparingInt(SchemaVersion::version).reversed())
        .map(SchemaVersion::parsed)
        .toList();
  }

  private static List<Integer> numbers(List<SchemaVersion> versions) {
    return versions.stream().map(SchemaVersion::version).toList();
  }
}
