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
  private final Map<String, Ear> ears = new LinkedHashMap<>(16, 0.75f, true); // the idlest first
  private volatile Map<String, ModelIdentity> known = Map.of();
  private volatile Optional<ModelIdentity> current = Optional.empty();

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
    Ear ear = new CheckedEar(supplier.get());
    ModelIdentity model = ear.identity();
    Ear same = ears.put(model.digest(), ear);
    if (same != null) {
      same.close();
    }
    tellWhoIsHere();
    return model;
  }

  /** Lets the idlest go, but never the current one, until there is room for one more. */
  void makeRoom() {
    Iterator<Ear> idlestFirst = ears.values().iterator();
    int tooMany = ears.size() - capacity + 1;
    while (tooMany > 0 && idlestFirst.hasNext()) {
      Ear ear = idlestFirst.next();
      if (!current.equals(Optional.of(ear.identity()))) {
        idlestFirst.remove();
        tellWhoIsHere();
        ear.close();
        tooMany--;
        LOG.atInfo().addKeyValue("version", ear.identity().version()).log("a model was let go");
      }
    }
  }

  /** The ear of a model, which is idle no longer; empty if it has gone. */
  Optional<Ear> ear(String digest) {
    return Optional.ofNullable(ears.get(digest));
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
    ears.values().forEach(Ear::close);
  }

  private void tellWhoIsHere() {
    Map<String, ModelIdentity> now = new LinkedHashMap<>();
    ears.forEach((digest, ear) -> now.put(digest, ear.identity()));
    known = now;
  }
}
