package org.murmurstream.stream.releases;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.murmurstream.core.ModelIdentity;
import org.murmurstream.core.Release;
import org.murmurstream.core.UserException;
import org.murmurstream.stream.inference.Inference;
import org.murmurstream.stream.inference.Rehearsal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the inference thread at the model that should hear new exams, and fetches those that older
 * exams began with.
 *
 * <p>New exams are heard by the production release that was made last among those that can be
 * loaded, and by the configured bundle if there is none. A release that was refused is not tried
 * again until it is released again. Models for exams in flight may be of any stage.
 *
 * <p>As a library for {@link Inference} it is asked by any thread. All else is for one thread at a
 * time, on which files are read.
 */
public final class ModelKeeper implements Predicate<ModelIdentity> {

  private static final Logger LOG = LoggerFactory.getLogger(ModelKeeper.class);

  private final BundleSource bundles;
  private final Optional<String> name;
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final Set<String> missing = ConcurrentHashMap.newKeySet();
  private final Map<Release, String> refused = new HashMap<>();
  private final LongAdder loads = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private List<Release> releases = List.of();
  private Optional<String> inUse = Optional.empty();
  private volatile List<String> complaints = List.of();

  /**
   * @param name of the model whose releases count; empty means any
   */
  public ModelKeeper(BundleSource bundles, Optional<String> name) {
    this.bundles = bundles;
    this.name = name;
  }

  /** Asks for the model an exam began with; returns whether it may come. */
  @Override
  public boolean test(ModelIdentity model) {
    if (missing.contains(model.digest())) {
      return false;
    }
    wanted.add(model.digest());
    return true;
  }

  /**
   * Takes note of what is released, and lets the right model hear new exams.
   *
   * @param latest the latest record of each version, that written last at the end
   * @throws UserException if there is no model at all: no release, and no bundle either
   */
  public void update(Inference inference, List<Release> latest) {
    releases = List.copyOf(latest);
    refused.keySet().retainAll(releases);
    missing.clear();
    choose(inference);
  }

  /** Whether there is anything to {@link #fetch}. */
  boolean isAsked() {
    return !wanted.isEmpty();
  }

  /**
   * Loads the models that were asked for. One that is found nowhere will not come until something
   * is released, so {@link #update} should have been told of all releases there are.
   */
  public void fetch(Inference inference) {
    for (String digest : List.copyOf(wanted)) {
      if (!fetch(inference, digest)) {
        missing.add(digest);
      }
      wanted.remove(digest);
    }
  }

  /** Models loaded so far. */
  public long loads() {
    return loads.sum();
  }

  /** Models that could not be loaded so far. */
  public long refusals() {
    return refusals.sum();
  }

  /** Why newer releases than the one in use were refused, for people; usually empty. */
  public List<String> complaints() {
    return complaints;
  }

  private void choose(Inference inference) {
    List<String> passedOver = new ArrayList<>();
    boolean found = false;
    for (int i = releases.size() - 1; i >= 0 && !found; i--) {
      Release release = releases.get(i);
      if (isCandidate(release)) {
        found = take(inference, release);
        if (!found) {
          passedOver.add(refused.get(release));
        }
      }
    }
    complaints = List.copyOf(passedOver);
    if (!found) {
      takeOwn(inference);
    }
  }

  private boolean isCandidate(Release release) {
    return release.stage() == Release.Stage.PRODUCTION
        && name.map(release.name()::equals).orElse(true);
  }

  private boolean take(Inference inference, Release release) {
    if (inUse.equals(Optional.of(release.digest()))) {
      return true;
    }
    Optional<ModelIdentity> model = load(inference, release);
    model.ifPresent(
        found -> {
          use(inference, found);
          LOG.atInfo()
              .addKeyValue("model", found.name())
              .addKeyValue("version", found.version())
              .addKeyValue(
                  "msSinceRelease",
                  Duration.between(release.releasedAt(), Instant.now()).toMillis())
              .log("a released model hears new exams from now on");
        });
    return model.isPresent();
  }

  /** The bundle stands in if nothing is released, and if nothing stands in for it already. */
  private void takeOwn(Inference inference) {
    Optional<String> before = inUse;
    try {
      ModelIdentity own = bundles.ownIdentity();
      if (before.equals(Optional.of(own.digest()))) {
        return;
      }
      use(inference, load(inference, own.digest(), bundles.own()));
      if (before.isPresent()) {
        LOG.atWarn()
            .addKeyValue("version", own.version())
            .log("no release is left, the configured bundle hears new exams from now on");
      }
    } catch (UserException | CompletionException e) {
      refusals.increment();
      if (before.isEmpty()) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
      LOG.atError()
          .addKeyValue("reason", reason(e))
          .log("no release is left, and the configured bundle cannot be loaded; the model stays");
    }
  }

  private boolean fetch(Inference inference, String digest) {
    for (int i = releases.size() - 1; i >= 0; i--) {
      Release release = releases.get(i);
      if (release.digest().equals(digest) && load(inference, release).isPresent()) {
        return true;
      }
    }
    try {
      if (bundles.ownIdentity().digest().equals(digest)) {
        load(inference, digest, bundles.own());
        return true;
      }
    } catch (UserException | CompletionException e) {
      refusals.increment();
      LOG.atError().addKeyValue("reason", reason(e)).log("the configured bundle cannot be loaded");
    }
    return false;
  }

  private void use(Inference inference, ModelIdentity model) {
    inference.use(model);
    inUse = Optional.of(model.digest());
  }

  private Optional<ModelIdentity> load(Inference inference, Release release) {
    if (refused.containsKey(release)) {
      return Optional.empty();
    }
    try {
      return Optional.of(load(inference, release.digest(), bundles.released(release)));
    } catch (UserException | CompletionException e) {
      refusals.increment();
      refused.put(
          release, "refused %s %s: %s".formatted(release.name(), release.version(), reason(e)));
      LOG.atError()
          .addKeyValue("model", release.name())
          .addKeyValue("version", release.version())
          .addKeyValue("reason", reason(e))
          .log("a released model is refused");
      return Optional.empty();
    }
  }

  /**
   * @throws UserException if it is another model than it should be
   * @throws CompletionException with what its ear threw
   */
  private ModelIdentity load(Inference inference, String digest, BundleSource.Loaded loaded) {
    ModelIdentity model = loaded.identity();
    if (!model.digest().equals(digest)) {
      throw new UserException(
          "its bundle's digest is %s, not %s; was the folder changed after the release?"
              .formatted(model.digest(), digest));
    }
    if (!inference.knows(model)) {
      inference.add(() -> Rehearsal.passed(loaded.ear().get())).join();
      loads.increment();
    }
    return model;
  }

  private static String reason(RuntimeException e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof UserException
        ? cause.getMessage()
        : "its ear fails (%s)".formatted(cause.getClass().getSimpleName());
  }
}
