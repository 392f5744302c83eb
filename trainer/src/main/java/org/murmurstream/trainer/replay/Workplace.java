package org.murmurstream.trainer.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.murmurstream.core.AtomicFiles;
import org.murmurstream.core.UserException;

/**
 * Where a data set is made: beside its own place, under which it appears only when it is whole.
 * What is needed to go on after an interruption lies there too.
 */
final class Workplace {

  static final String MANIFEST = "manifest.json";

  private final Path folder;
  private final Path making;

  /**
   * @param folder where the data set is to be
   * @throws UserException if something is there already
   */
  Workplace(Path folder) {
    if (Files.exists(folder)) {
      throw new UserException("%s is there already; name another folder.".formatted(folder));
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    if (name == null) {
      throw new UserException("%s cannot be a data set.".formatted(folder));
    }
    this.folder = folder;
    this.making = folder.resolveSibling(name + ".partial");
  }

  /**
   * A replay as it was begun.
   *
   * @param request what was asked for
   * @param plan what that came to then
   * @param buckets of its spool
   */
  record Begun(Request request, Plan plan, int buckets) {}

  /** The data set in the making. */
  Path dataSet() {
    return making;
  }

  /** The spool, its position and the outcomes. */
  Path state() {
    return making.resolve(".replay");
  }

  /** Whether nothing is left but to give the data set its name. */
  boolean isFinished() {
    return Files.exists(making.resolve(MANIFEST));
  }

  /**
   * What was begun here before.
   *
   * @throws UserException if that was something else
   */
  Optional<Begun> begun(Request request) throws IOException {
    if (!Files.exists(planFile())) {
      return Optional.empty();
    }
    Begun begun = Json.read(planFile(), Begun.class);
    if (!begun.request().equals(request)) {
      throw new UserException(
          "%s was begun with other options; give the same ones to go on, or delete it."
              .formatted(making));
    }
    return Optional.of(begun);
  }

  void begin(Begun begun) throws IOException {
    Files.createDirectories(state());
    Json.write(planFile(), Json.bytes(begun));
  }

  Optional<Position> position() throws IOException {
    Path file = positionFile();
    return Files.exists(file) ? Optional.of(Json.read(file, Position.class)) : Optional.empty();
  }

  void reached(Position position) throws IOException {
    Json.write(positionFile(), Json.bytes(position));
  }

  Optional<Outcome> outcome(int bucket) throws IOException {
    Path file = outcomeFile(bucket);
    return Files.exists(file) ? Optional.of(Json.read(file, Outcome.class)) : Optional.empty();
  }

  void done(int bucket, Outcome outcome) throws IOException {
    Json.write(outcomeFile(bucket), Json.bytes(outcome));
  }

  /** Takes away what only the making needed, and gives the data set its name. */
  void finish() throws IOException {
    AtomicFiles.deleteFolder(state());
    Files.move(making, folder);
  }

  private Path planFile() {
    return state().resolve("plan.json");
  }

  private Path positionFile() {
    return state().resolve("position.json");
  }

  private Path outcomeFile(int bucket) {
    return state().resolve("outcome-%03d.json".formatted(bucket));
  }
}
