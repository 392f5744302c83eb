package org.murmurstream.trainer.releases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.murmurstream.core.MurmurClass;
import org.murmurstream.core.Release;
import org.murmurstream.core.metrics.Confusion;

/**
 * Whether a model may take the place of the one in production without anybody insisting, by how
 * well both decide on patients whom they never saw.
 *
 * @param objections what speaks against it, a clause each; empty if nothing does
 * @param remark what could not be compared, as a sentence; empty if everything was
 */
public record ReleaseCheck(List<String> objections, Optional<String> remark) {

  /** The unweighted average recall of whoever guesses: one of three classes. */
  private static final double GUESSED_UAR = 1.0 / 3;

  public ReleaseCheck {
    objections = List.copyOf(objections);
  }

  /**
   * Compares a model with guessing, and with the one in production.
   *
   * @param former the release whose place it takes; empty if there is none
   */
  public static ReleaseCheck of(BundleFolder candidate, Optional<Release> former) {
    List<String> objections = new ArrayList<>(guessing(candidate));
    Optional<Subject> there = former.map(Subject::of);
    Map<String, Double> before = there.map(ReleaseCheck::figures).orElse(Map.of());
    if (there.isPresent() && before.isEmpty()) {
      return new ReleaseCheck(objections, Optional.of(incomparable(candidate, there.get())));
    }
    former.flatMap(release -> worse(candidate, before, release)).ifPresent(objections::add);
    return new ReleaseCheck(objections, Optional.empty());
  }

  /** Of its bundle, or else those that its release carries. */
  private static Map<String, Double> figures(Subject model) {
    Map<String, Double> known =
        model
            .bundle()
            .<Map<String, Double>>map(BundleFolder::metrics)
            .or(() -> model.release().map(Release::metrics))
            .orElse(Map.of());
    return known.entrySet().stream()
        .filter(figure -> BundleFolder.HELD_OUT.contains(figure.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String incomparable(BundleFolder candidate, Subject there) {
    return "the figures of %s, which is in production, cannot be had (%s): %s is compared with guessing alone"
        .formatted(
            there.release().map(Release::key).orElseThrow(),
            there.complaint().orElse("its bundle tells none"),
            name(candidate));
  }

  private static Optional<String> worse(
      BundleFolder candidate, Map<String, Double> before, Release former) {
    Map<String, Double> now = candidate.metrics();
    List<String> worse =
        BundleFolder.HELD_OUT.stream()
            .filter(name -> now.containsKey(name) && before.containsKey(name))
            .filter(name -> loss(name, before.get(name), now.get(name)) > 0)
            .map(name -> "%s %s after %s".formatted(name, three(now, name), three(before, name)))
            .toList();
    return worse.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s is worse than %s, which is in production: %s"
                .formatted(name(candidate), former.key(), String.join(", ", worse)));
  }

  /** By how much a figure got worse; of a loss less is better, of everything else more. */
  private static double loss(String name, double before, double now) {
    return name.equals(BundleFolder.LOG_LOSS) ? now - before : before - now;
  }

  private static List<String> guessing(BundleFolder candidate) {
    JsonNode decision = candidate.decision();
    double wacc = low(decision, BundleFolder.WEIGHTED_ACCURACY);
    double uar = low(decision, BundleFolder.UAR);
    double guessedWacc = guessedWeightedAccuracy(decision.path("confusion"));
    if (Double.isNaN(wacc) || Double.isNaN(uar) || Double.isNaN(guessedWacc)) {
      return List.of(
          "nothing shows that %s is better than guessing: its bundle tells no figures on patients it never saw"
              .formatted(name(candidate)));
    }
    List<String> guessed = new ArrayList<>();
    if (uar <= GUESSED_UAR) {
      guessed.add(chance(candidate, BundleFolder.UAR, uar, GUESSED_UAR));
    }
    if (wacc <= guessedWacc) {
      guessed.add(chance(candidate, BundleFolder.WEIGHTED_ACCURACY, wacc, guessedWacc));
    }
    return guessed;
  }

  private static String chance(BundleFolder candidate, String figure, double low, double guessed) {
    return String.format(
        Locale.ROOT,
        "%s is by chance no better than guessing: the interval of its %s begins at %.3f, and guessing comes to %.3f",
        name(candidate),
        figure,
        low,
        guessed);
  }

  private static double low(JsonNode decision, String score) {
    return decision.path("scores").path(score).path("low").asDouble(Double.NaN);
  }

  /** Of whoever always says the one class that gives most. */
  private static double guessedWeightedAccuracy(JsonNode confusion) {
    double[] weights =
        Arrays.stream(MurmurClass.values())
            .mapToDouble(found -> Confusion.weight(found) * (double) found(confusion, found))
            .toArray();
    return Arrays.stream(weights).max().orElseThrow() / Arrays.stream(weights).sum();
  }

  private static int found(JsonNode confusion, MurmurClass found) {
    return confusion.valueStream().mapToInt(decided -> decided.path(found.name()).asInt()).sum();
  }

  private static String name(BundleFolder candidate) {
    return candidate.identity().name() + "@" + candidate.identity().version();
  }

  private static String three(Map<String, Double> figures, String name) {
    return String.format(Locale.ROOT, "%.3f", figures.get(name));
  }
}
