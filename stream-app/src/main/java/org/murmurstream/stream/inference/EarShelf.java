package org.murmurstream.stream.inference;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.murmurstream.core.CheckedEar;
import org.murmurstream.core.Ear;
import org.murmurstream.core.ModelIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ears, by the digest of their model. The ears are for the inference thread alone; any thread
 * may ask which models are here and which is current.
 */
final class EarShelf implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EarShelf.class);

  private final int capacity;
  private final Map<String, Shelved> ears =
      new LinkedHashMap<>(16, 0.75f, true); // the idlest first
  private volatile Map<String, ModelIdentity> known = Map.of();
  private volatile Optional<ModelIdentity> current = Optional.empty();
  private volatile int standIns;

  private record Shelved(Ear ear, Optional<StandInEar> replaceable) implements AutoCloseable {

    static Shelved of(Ear ear) {
      return new Shelved(
          new CheckedEar(ear),
          ear instanceof StandInEar replaceable ? Optional.of(replaceable) : Optional.empty());
    }

    boolean isStoodIn() {
      return replaceable.map(StandInEar::isStoodIn).orElse(false);
    }

    @Override
    public void close() {
      ear.close();
    }
  }

  /**
   * @param capacity how many there may be before the idlest makes room
   */
  EarShelf(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Makes an ear; one of the same model is closed.
   *
   * @throws RuntimeException what the supplier threw
   */
  ModelIdentity open(Supplier<? extends Ear> supplier) {
    Shelved ear = Shelved.of(supplier.get());
    ModelIdentity model = ear.ear().identity();
    Shelved same = ears.put(model.digest(), ear);
    if (same != null) {
      same.close();
    }
    tellWhoIsHere();
    return model;
  }

  /** Lets the idlest go, but never the current one, until there is room for one more. */
  void makeRoom() {
    Iterator<Shelved> idlestFirst = ears.values().iterator();
    int tooMany = ears.size() - capacity + 1;
    while (tooMany > 0 && idlestFirst.hasNext()) {
      Shelved ear = idlestFirst.next();
      if (!current.equals(Optional.of(ear.ear().identity()))) {
        idlestFirst.remove();
        tellWhoIsHere();
        ear.close();
        tooMany--;
        LOG.atInfo()
            .addKeyValue("version", ear.ear().identity().version())
            .log("a model was let go");
      }
    }
  }

  /** The ear of a model, which is idle no longer; empty if it has gone. */
  Optional<Ear> ear(String digest) {
    return Optional.ofNullable(ears.get(digest)).map(Shelved::ear);
  }

  /** Whether the ear of a model hears what is known to be well. */
  boolean isWell(String digest) {
    try {
      ear(digest).ifPresent(Rehearsal::hear);
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.atWarn()
          .addKeyValue("failure", e.getClass().getName())
          .log("the ear fails on its rehearsal too");
      return false;
    }
  }

  /** Has another stand in for the ear of a model; returns whether there is one that does. */
  boolean standIn(String digest) {
    Optional<StandInEar> ear = Optional.ofNullable(ears.get(digest)).flatMap(Shelved::replaceable);
    if (!ear.map(StandInEar::standIn).orElse(false)) {
      return false;
    }
    LOG.atError()
        .addKeyValue("version", ear.get().identity().version())
        .log("the model's device is lost, the CPU stands in for it until the next start");
    tellWhoIsHere();
    return true;
  }

  /** How many models are heard by another device than they should be. */
  int standIns() {
    return standIns;
  }

  /** How many recordings it is worth to hear together with a model; 1 if it has gone. */
  int batchSize(String digest) {
    return ear(digest).map(Ear::batchSize).orElse(1);
  }

  /** Whether a model is here. */
  boolean has(ModelIdentity model) {
    return known.containsKey(model.digest());
  }

  Optional<ModelIdentity> current() {
    return current;
  }

  /**
   * Lets a model hear the exams that begin from now on.
   *
   * @throws IllegalArgumentException if it is not here
   */
  void use(ModelIdentity model) {
    if (!has(model)) {
      throw new IllegalArgumentException("model " + model.version() + " is not loaded");
    }
    current = Optional.of(model);
  }

  @Override
  public void close() {
    ears.values().forEach(Shelved::close);
  }

  private void tellWhoIsHere() {
    Map<String, ModelIdentity> now = new LinkedHashMap<>();
    ears.forEach((digest, ear) -> now.put(digest, ear.ear().identity()));
    known = now;
    standIns = (int) ears.values().stream().filter(Shelved::isStoodIn).count();
  }
}
